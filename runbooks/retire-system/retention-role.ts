import { act, type Step, type StepIo, takes, uses } from 'evenkeel/runbook';
import { found } from './found.ts';

/** What AWS Backup copies and, on its day, deletes retained backups with: one for every system, in no system's stacks. */
export const RETENTION_ROLE = 'evenkeel-retention';
/** IAM's control plane is homed there. */
export const IAM_REGION = 'us-east-1';

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html: the rights that AWS Backup's own default role has for backups. */
const POLICY = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup';
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** The role, and then its rights. */
export function retentionRole(after: string): Step[] {
  const common = { expected: takes('iam.visible'), timeoutSeconds: 900, onFailure: 'undo' } as const;
  return [
    {
      ...common,
      key: 'retention-role',
      title: `A role that belongs to no system, ${RETENTION_ROLE}, is there for AWS Backup`,
      after: [after],
      operations: uses(IAM_REGION, 'iam.GetRole', 'iam.CreateRole'),
      check: async (io) => {
        const arn = await retentionRoleArn(io);
        return { holds: arn !== undefined, detail: arn ?? 'none is there' };
      },
      act: act('iam.CreateRole', IAM_REGION, {
        RoleName: RETENTION_ROLE,
        Description: 'keeps and ends the backups of systems that were retired',
        AssumeRolePolicyDocument: JSON.stringify(TRUST),
      }),
      confirm: {
        everySeconds: 10,
        until: async (io) => {
          const arn = await retentionRoleArn(io);
          return { holds: arn !== undefined, detail: arn ?? 'IAM does not show it yet' };
        },
      },
      undo: { none: 'a role that nobody uses harms nobody, and the next retirement uses it' },
    },
    {
      ...common,
      key: 'retention-rights',
      title: `${RETENTION_ROLE} may copy and delete recovery points`,
      after: ['retention-role'],
      operations: uses(IAM_REGION, 'iam.ListAttachedRolePolicies', 'iam.AttachRolePolicy'),
      check: rightsSeen,
      act: act('iam.AttachRolePolicy', IAM_REGION, { RoleName: RETENTION_ROLE, PolicyArn: POLICY }),
      confirm: { everySeconds: 10, until: rightsSeen },
      undo: { none: 'rights of a role that nobody uses harm nobody' },
    },
  ];
}

export async function retentionRoleArn(io: StepIo): Promise<string | undefined> {
  return (await found(() => io.call('iam.GetRole', IAM_REGION, { RoleName: RETENTION_ROLE })))?.Role?.Arn;
}

async function rightsSeen(io: StepIo) {
  const { AttachedPolicies = [] } = await io.call('iam.ListAttachedRolePolicies', IAM_REGION, {
    RoleName: RETENTION_ROLE,
  });
  const holds = AttachedPolicies.some(({ PolicyArn }) => PolicyArn === POLICY);
  return { holds, detail: `${AttachedPolicies.length} policies` };
}
