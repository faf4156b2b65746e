import { Vault as BackupVault } from '@pulumi/aws/backup/vault.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { nameAt, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** Where a site keeps recovery points: its own, and the copies of the others'. */
export class Vault extends ComponentResource {
  readonly arn: Output<string>;
  readonly vaultName: Output<string>;

  constructor(name: string, args: VaultArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:Vault', name, {}, options);
    const { place, keyArn } = args;
    const unprotected = place.unprotected.has(`${name}-vault`);
    const vault = new BackupVault(
      `${name}-vault`,
      { name: nameAt(place, 'vault'), kmsKeyArn: keyArn, forceDestroy: unprotected, tags: tagsOf(place, 'vault') },
      { parent: this, protect: !unprotected },
    );
    this.arn = vault.arn;
    this.vaultName = vault.name;
    this.registerOutputs({ arn: this.arn });
  }
}

export interface VaultArgs {
  readonly place: SitePlace;
  readonly keyArn: Output<string>;
}
