import type { Handlers } from '../../call.ts';
import { instanceProfileHandlers } from './instance-profiles.ts';
import { policyHandlers } from './policies.ts';
import { roleHandlers } from './roles.ts';

/** Roles, their policies and instance profiles: kept and guarded; permissions are not evaluated. */
export const iam: Handlers<typeof import('@aws-sdk/client-iam')> = {
  ...roleHandlers,
  ...policyHandlers,
  ...instanceProfileHandlers,
};
