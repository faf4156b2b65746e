import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

/** Table `iam.role`, key = name: IAM is global. */
export interface RoleRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly description?: string | undefined;
  readonly assumeRolePolicy: string;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundary?: string | undefined;
  readonly createdMs: number;
  readonly inlinePolicies: Readonly<Record<string, string>>;
  readonly attachedPolicies: readonly string[];
  readonly tags: Tags;
}

/** Table `iam.instance-profile`, key = name. */
export interface InstanceProfileRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly role?: string | undefined;
  readonly createdMs: number;
  readonly tags: Tags;
}

export const roles = (world: World) => world.table<RoleRecord>('iam.role');
export const instanceProfiles = (world: World) => world.table<InstanceProfileRecord>('iam.instance-profile');
