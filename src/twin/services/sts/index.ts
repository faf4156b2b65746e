import { HOUR_MS, SECOND_MS } from '../../../lib/clock.ts';
import { AwsError } from '../../aws-error.ts';
import type { Handlers } from '../../call.ts';
import { roles } from '../iam/records.ts';

/** STS quota: characters of all session policies together. Source: IAM quotas, refusals row IAM-05. */
const SESSION_POLICY_CHARACTERS = 2048;
const MAX_CHAINED_SECONDS = HOUR_MS / SECOND_MS;

/** Who is calling, and credentials for a role: always the twin's own, never real ones. Trust policies are not evaluated. */
export const sts: Handlers<typeof import('@aws-sdk/client-sts')> = {
  GetCallerIdentity(_input, call) {
    return {
      Account: call.account,
      Arn: `arn:aws:iam::${call.account}:user/twin`,
      UserId: 'AIDATWIN000000000000',
    };
  },

  AssumeRole(input, call) {
    const role = roles(call.world)
      .values()
      .find((candidate) => candidate.arn === input.RoleArn);
    if (!role)
      throw new AwsError('AccessDenied', `${input.RoleArn} cannot be assumed: there is no such role`, { status: 403 });
    if ((input.Policy?.length ?? 0) > SESSION_POLICY_CHARACTERS) {
      throw new AwsError('PackedPolicyTooLarge', `session policies are over ${SESSION_POLICY_CHARACTERS} characters`, {
        row: 'IAM-05',
      });
    }
    const seconds = input.DurationSeconds ?? MAX_CHAINED_SECONDS;
    if (seconds > role.maxSessionSeconds) {
      throw new AwsError('ValidationError', `${role.name} gives sessions of at most ${role.maxSessionSeconds} s`);
    }
    return {
      Credentials: {
        AccessKeyId: `TWIN${call.newId('', 16, 'key').toUpperCase()}`,
        SecretAccessKey: call.newId('', 40, 'secret'),
        SessionToken: call.newId('', 64, 'session'),
        Expiration: new Date(call.world.nowMs + seconds * SECOND_MS),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${input.RoleSessionName}`,
        Arn: `arn:aws:sts::${call.account}:assumed-role/${role.name}/${input.RoleSessionName}`,
      },
    };
  },
};
