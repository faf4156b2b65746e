import { InstanceProfile } from '@pulumi/aws/iam/instanceProfile.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output, output } from '@pulumi/pulumi';
import { nameAt, namespaceOf, type Place } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** Who may do what: the service's instances, the gate's feeder, AWS Backup, and the records of the network. The same at every site. */
export class Roles extends ComponentResource {
  readonly instanceProfileArn: Output<string>;
  readonly feederRoleArn: Output<string>;
  readonly feederRoleName: Output<string>;
  readonly backupRoleArn: Output<string>;
  readonly flowRoleArn: Output<string>;
  readonly #name: string;
  readonly #place: Place;

  constructor(name: string, args: RolesArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:Roles', name, {}, options);
    this.#name = name;
    this.#place = args.place;
    const account = { StringEquals: { 'aws:SourceAccount': args.place.environment.account } };
    const service = this.#role('service', 'ec2.amazonaws.com', ['AmazonSSMManagedInstanceCore']);
    this.#policy('service', service, [
      {
        Effect: 'Allow',
        Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
        Resource: output(args.secretArns).apply((arns) => Object.values(arns).sort()),
      },
    ]);
    const feeder = this.#role('gate-feeder', 'lambda.amazonaws.com', ['service-role/AWSLambdaBasicExecutionRole']);
    this.#policy('gate-feeder', feeder, feederStatements(namespaceOf(args.place)));
    const flows = this.#role('flows', 'vpc-flow-logs.amazonaws.com', [], account);
    this.#policy('flows', flows, flowStatements(args.place));
    const backup = this.#role(
      'backup',
      'backup.amazonaws.com',
      ['service-role/AWSBackupServiceRolePolicyForBackup', 'service-role/AWSBackupServiceRolePolicyForRestores'],
      account,
    );
    const profile = new InstanceProfile(
      `${name}-service`,
      {
        name: nameAt(args.place, 'instanceProfile', 'service'),
        role: service.name,
        tags: tagsOf(args.place, 'roles'),
      },
      { parent: this },
    );
    this.instanceProfileArn = profile.arn;
    this.feederRoleArn = feeder.arn;
    this.feederRoleName = feeder.name;
    this.backupRoleArn = backup.arn;
    this.flowRoleArn = flows.arn;
    this.registerOutputs({});
  }

  /** `condition`: for whom the service may take it, where the service says so. */
  #role(label: string, principal: string, managedPolicies: readonly string[], condition?: object): Role {
    const role = new Role(
      `${this.#name}-${label}`,
      {
        name: nameAt(this.#place, 'role', label),
        assumeRolePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: principal },
              Action: 'sts:AssumeRole',
              ...(condition !== undefined && { Condition: condition }),
            },
          ],
        }),
        tags: tagsOf(this.#place, 'roles'),
      },
      { parent: this },
    );
    for (const policy of managedPolicies) {
      new RolePolicyAttachment(
        `${this.#name}-${label}-${policy.replace(/^.*\//, '')}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        { parent: this },
      );
    }
    return role;
  }

  #policy(label: string, role: Role, statements: readonly Statement[]): void {
    new RolePolicy(
      `${this.#name}-${label}`,
      {
        name: nameAt(this.#place, 'rolePolicy', label),
        role: role.name,
        policy: output(statements).apply((Statement) => JSON.stringify({ Version: '2012-10-17', Statement })),
      },
      { parent: this },
    );
  }
}

export interface RolesArgs {
  readonly place: Place;
  readonly secretArns: Input<Record<string, string>>;
}

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: Input<string | string[]>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What the feeder may do besides reading its site's flags. CloudWatch binds neither call to a resource. */
function feederStatements(namespace: string): Statement[] {
  return [
    {
      Effect: 'Allow',
      Action: ['cloudwatch:PutMetricData'],
      Resource: '*',
      Condition: { StringEquals: { 'cloudwatch:namespace': namespace } },
    },
    {
      Effect: 'Allow',
      Action: ['cloudwatch:GetMetricData'],
      Resource: '*',
    },
  ];
}

/** Source: "IAM role for publishing flow logs to CloudWatch Logs", Amazon VPC User Guide (read 2026-11). */
function flowStatements({ environment, prefix }: Place): Statement[] {
  return [
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: `arn:aws:logs:*:${environment.account}:log-group:/evenkeel/${prefix}-*/flows:*`,
    },
    {
      Effect: 'Allow',
      Action: ['logs:DescribeLogGroups'],
      Resource: '*',
    },
  ];
}
