import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { type Account, accountTags } from '../layout/account.ts';
import { nameOf } from '../layout/names.ts';

/** What AWS Config reads the account with, in every region. */
export class RecorderRole extends ComponentResource {
  /** Known only once the role may read. */
  readonly arn: Output<string>;

  constructor(name: string, account: Account, options: ComponentResourceOptions) {
    super('evenkeel:component:RecorderRole', name, {}, options);
    const role = new Role(
      `${name}-role`,
      {
        name: nameOf('role', account.name, 'config'),
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'config.amazonaws.com' },
              Action: 'sts:AssumeRole',
              Condition: { StringEquals: { 'aws:SourceAccount': account.id } },
            },
          ],
        }),
        tags: accountTags(account, 'recorder-role'),
      },
      { parent: this },
    );
    const rights = new RolePolicyAttachment(
      `${name}-rights`,
      { role: role.name, policyArn: 'arn:aws:iam::aws:policy/service-role/AWS_ConfigRole' },
      { parent: this },
    );
    this.arn = rights.role.apply(() => role.arn);
    this.registerOutputs({ arn: this.arn });
  }
}
