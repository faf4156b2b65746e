import { Vault as BackupVault } from '@pulumi/aws/backup/vault.js';
import { VaultLockConfiguration } from '@pulumi/aws/backup/vaultLockConfiguration.js';
import { VaultNotifications } from '@pulumi/aws/backup/vaultNotifications.js';
import { VaultPolicy } from '@pulumi/aws/backup/vaultPolicy.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  jsonStringify,
  type Output,
} from '@pulumi/pulumi';
import { nameAt, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/**
 * Where a site keeps recovery points: its own, and the copies of the others'. Its lock is one that can be taken away
 * (governance): under one that cannot, a retirement would wait for the last point's end. Until then nobody shortens a retention, and
 * only the account's break-glass role deletes a point.
 */
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
    new VaultLockConfiguration(
      `${name}-lock`,
      { backupVaultName: vault.name, minRetentionDays: place.system.backup.retentionDays },
      { parent: this },
    );
    new VaultPolicy(`${name}-policy`, { backupVaultName: vault.name, policy: policyOf(args) }, { parent: this });
    new VaultNotifications(
      `${name}-failures`,
      { backupVaultName: vault.name, snsTopicArn: args.topicArn, backupVaultEvents: EVENTS },
      { parent: this },
    );
    this.arn = vault.arn;
    this.vaultName = vault.name;
    this.registerOutputs({ arn: this.arn });
  }
}

export interface VaultArgs {
  readonly place: SitePlace;
  readonly keyArn: Output<string>;
  readonly topicArn: Input<string>;
  /** The role that the policy excepts. */
  readonly breakGlassArn: Input<string>;
}

/**
 * Those that tell of a failure: of jobs and restores AWS Backup tells their end, in which it says how they ended. Source:
 * PutBackupVaultNotifications, AWS Backup API reference (read 2026-11).
 */
const EVENTS = ['BACKUP_JOB_COMPLETED', 'COPY_JOB_FAILED', 'RESTORE_JOB_COMPLETED'];

function policyOf({ breakGlassArn }: VaultArgs): Output<string> {
  return jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'kept',
        Effect: 'Deny',
        Principal: '*',
        Action: [
          'backup:DeleteRecoveryPoint',
          'backup:PutBackupVaultAccessPolicy',
          'backup:UpdateRecoveryPointLifecycle',
        ],
        Resource: '*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': breakGlassArn } },
      },
    ],
  });
}
