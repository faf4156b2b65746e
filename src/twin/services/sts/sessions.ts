import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { World } from '../../world.ts';

/** Temporary credentials that AssumeRole gave, by access key. */
export interface Session {
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly roleId: string;
  readonly sessionName: string;
  readonly expiresMs: number;
  /** The session policy, JSON text. The twin keeps it and does not judge by it. */
  readonly policy?: string | undefined;
}

export function sessions(world: World) {
  return world.table<Session>('sts.session');
}

/** The caller's session; `undefined` for a caller with keys of its own. Throws once it has expired (row IAM-03). */
export function sessionOf(call: Call): Session | undefined {
  const session = sessions(call.world).get(call.accessKeyId ?? '');
  if (!session || call.world.nowMs < session.expiresMs) return session;
  throw new AwsError('ExpiredTokenException', `the session ${session.sessionName} has expired`, {
    status: 403,
    row: 'IAM-03',
  });
}
