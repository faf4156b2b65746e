import { aliasHandlers } from './aliases.ts';
import type { Kms } from './api.ts';
import { deletionHandlers } from './deletion.ts';
import { keyHandlers } from './keys.ts';
import { replicaHandlers } from './replicas.ts';

/** Customer keys as far as stacks and retirements need them: no cryptography, only what a key's state allows. */
export const kms: Kms = { ...keyHandlers, ...deletionHandlers, ...replicaHandlers, ...aliasHandlers };
