import type { Handlers } from '../../call.ts';

/** What every file of this room exports a part of. */
export type Kms = Handlers<typeof import('@aws-sdk/client-kms')>;
