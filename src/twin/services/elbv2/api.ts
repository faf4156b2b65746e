import type { Handlers } from '../../call.ts';

/** What every file of this room exports a part of. */
export type Elbv2 = Handlers<typeof import('@aws-sdk/client-elastic-load-balancing-v2')>;
