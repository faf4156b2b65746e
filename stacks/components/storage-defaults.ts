import { AccountPublicAccessBlock } from '@pulumi/aws/s3/accountPublicAccessBlock.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';

/** No bucket of the account is public, whatever its own policy says. */
export class StorageDefaults extends ComponentResource {
  constructor(name: string, options: ComponentResourceOptions) {
    super('evenkeel:component:StorageDefaults', name, {}, options);
    new AccountPublicAccessBlock(
      `${name}-private`,
      { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
