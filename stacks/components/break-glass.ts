import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { type Account, accountTags } from '../layout/account.ts';
import { nameOf } from '../layout/names.ts';

/**
 * The one role that vault policies let delete recovery points and change the policies: taken by a person of the account with a
 * second factor, within the hour. Nothing of Evenkeel takes it.
 */
export class BreakGlass extends ComponentResource {
  /** Known only once the role has its rights. */
  readonly arn: Output<string>;

  constructor(name: string, account: Account, options: ComponentResourceOptions) {
    super('evenkeel:component:BreakGlass', name, {}, options);
    const role = new Role(
      `${name}-role`,
      {
        name: nameOf('role', account.name, 'break-glass'),
        maxSessionDuration: 3600,
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${account.id}:root` },
              Action: 'sts:AssumeRole',
              Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
            },
          ],
        }),
        tags: accountTags(account, 'break-glass'),
      },
      { parent: this },
    );
    const rights = new RolePolicy(
      `${name}-rights`,
      {
        name: nameOf('rolePolicy', account.name, 'break-glass'),
        role: role.name,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ACTIONS, Resource: '*' }],
        }),
      },
      { parent: this },
    );
    this.arn = rights.role.apply(() => role.arn);
    this.registerOutputs({ arn: this.arn });
  }
}

const ACTIONS = [
  'backup:DeleteRecoveryPoint',
  'backup:DescribeBackupVault',
  'backup:ListRecoveryPointsByBackupVault',
  'backup:PutBackupVaultAccessPolicy',
];
