import { AwsError } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { type RoleRecord, roles } from '../iam/records.ts';
import { type Session, sessionOf, sessions } from './sessions.ts';

type Sts = Handlers<typeof import('@aws-sdk/client-sts')>;
type AssumeInput = Parameters<NonNullable<Sts['AssumeRole']>>[0];

/** Who calls, and sessions. Trust policies are not judged: whoever asks for a role that exists gets it. */
export const sts: Sts = {
  GetCallerIdentity(_input, call) {
    const session = sessionOf(call);
    if (!session) {
      return { Account: call.account, UserId: 'AIDATWIN000000000000', Arn: `arn:aws:iam::${call.account}:user/twin` };
    }
    return {
      Account: call.account,
      UserId: `${session.roleId}:${session.sessionName}`,
      Arn: assumedArn(call, session),
    };
  },

  AssumeRole(input, call) {
    const chained = sessionOf(call) !== undefined;
    const arn = input.RoleArn ?? '';
    const role = roles(call.world).get(arn.slice(arn.lastIndexOf('/') + 1));
    if (role?.arn !== arn)
      throw new AwsError('AccessDenied', `${input.RoleArn} is not there, or may not be taken`, { status: 403 });
    const seconds = input.DurationSeconds ?? 3600;
    refuseDuration(role, seconds, chained);
    refusePolicy(input);
    const session: Session = {
      accessKeyId: call.newId('TWIN', 16).toUpperCase(),
      roleArn: role.arn,
      roleId: role.id,
      sessionName: input.RoleSessionName ?? '',
      expiresMs: call.world.nowMs + seconds * 1000,
      ...(input.Policy && { policy: input.Policy }),
    };
    sessions(call.world).put(session.accessKeyId, session);
    return {
      Credentials: {
        AccessKeyId: session.accessKeyId,
        // worth nothing outside the twin, which does not check signatures
        SecretAccessKey: call.newId('twin', 36, 'secret'),
        SessionToken: call.newId('twin', 64, 'token'),
        Expiration: new Date(session.expiresMs),
      },
      AssumedRoleUser: { AssumedRoleId: `${role.id}:${session.sessionName}`, Arn: assumedArn(call, session) },
      PackedPolicySize: Math.ceil(((input.Policy?.length ?? 0) / POLICY_LIMIT) * 100),
    };
  },
};

const POLICY_LIMIT = 2048;

function assumedArn(call: Call, session: Session): string {
  const role = session.roleArn.slice(session.roleArn.lastIndexOf('/') + 1);
  return `arn:aws:sts::${call.account}:assumed-role/${role}/${session.sessionName}`;
}

function refuseDuration(role: RoleRecord, seconds: number, chained: boolean): void {
  if (chained && seconds > 3600) {
    throw new AwsError('ValidationError', `${seconds} s: a session taken from a session lasts one hour at most`, {
      row: 'IAM-04',
    });
  }
  if (seconds < 900 || seconds > role.maxSessionSeconds) {
    throw new AwsError(
      'ValidationError',
      `${seconds} s is not within 900 and ${role.maxSessionSeconds} of ${role.name}`,
    );
  }
}

/** AWS packs policies before it measures them, by a way that it does not publish; the twin measures their length. */
function refusePolicy(input: AssumeInput): void {
  const length = input.Policy?.length ?? 0;
  if (length > POLICY_LIMIT) {
    throw new AwsError(
      'PackedPolicyTooLarge',
      `the session policy has ${length} characters, ${POLICY_LIMIT} are allowed`,
      {
        row: 'IAM-05',
      },
    );
  }
  if (input.Policy !== undefined) {
    try {
      JSON.parse(input.Policy);
    } catch {
      throw new AwsError('MalformedPolicyDocument', 'the session policy is no JSON');
    }
  }
}
