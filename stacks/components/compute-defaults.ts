import { EncryptionByDefault } from '@pulumi/aws/ebs/encryptionByDefault.js';
import { SnapshotBlockPublicAccess } from '@pulumi/aws/ebs/snapshotBlockPublicAccess.js';
import { InstanceMetadataDefaults } from '@pulumi/aws/ec2/instanceMetadataDefaults.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';

/** What a region gives to instances and volumes that say nothing themselves: encryption, no public snapshots, IMDSv2 alone. */
export class ComputeDefaults extends ComponentResource {
  constructor(name: string, options: ComponentResourceOptions) {
    super('evenkeel:component:ComputeDefaults', name, {}, options);
    new EncryptionByDefault(`${name}-encryption`, { enabled: true }, { parent: this });
    new SnapshotBlockPublicAccess(`${name}-snapshots`, { state: 'block-all-sharing' }, { parent: this });
    new InstanceMetadataDefaults(
      `${name}-metadata`,
      { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
