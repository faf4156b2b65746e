import type { Role } from '@aws-sdk/client-iam';
import { AwsError } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { mergeTags, tagList, tagsOf, withoutTags } from '../tag-list.ts';
import { instanceProfiles, type RoleRecord, roles } from './records.ts';

export const roleHandlers: Handlers<typeof import('@aws-sdk/client-iam')> = {
  CreateRole(input, call) {
    const name = input.RoleName ?? '';
    if (roles(call.world).get(name))
      throw new AwsError('EntityAlreadyExists', `there is a role ${name}`, { status: 409 });
    const path = input.Path ?? '/';
    const role: RoleRecord = {
      name,
      id: `AROA${call.newId('', 16).toUpperCase()}`,
      arn: `arn:aws:iam::${call.account}:role${path}${name}`,
      path,
      description: input.Description,
      assumeRolePolicy: policyDocument(input.AssumeRolePolicyDocument),
      maxSessionSeconds: input.MaxSessionDuration ?? 3600,
      permissionsBoundary: input.PermissionsBoundary,
      createdMs: call.world.nowMs,
      inlinePolicies: {},
      attachedPolicies: [],
      tags: tagsOf(input.Tags),
    };
    return { Role: view(putRole(call, role)) };
  },

  GetRole(input, call) {
    return { Role: view(findRole(call, input.RoleName)) };
  },

  UpdateRole(input, call) {
    const role = findRole(call, input.RoleName);
    putRole(call, {
      ...role,
      ...(input.Description !== undefined && { description: input.Description }),
      ...(input.MaxSessionDuration !== undefined && { maxSessionSeconds: input.MaxSessionDuration }),
    });
    return {};
  },

  UpdateAssumeRolePolicy(input, call) {
    const role = findRole(call, input.RoleName);
    putRole(call, { ...role, assumeRolePolicy: policyDocument(input.PolicyDocument) });
    return {};
  },

  DeleteRole(input, call) {
    const role = findRole(call, input.RoleName);
    const profile = instanceProfiles(call.world)
      .values()
      .find((candidate) => candidate.role === role.name);
    const holds =
      role.attachedPolicies[0] ??
      Object.keys(role.inlinePolicies)[0] ??
      (profile && `instance profile ${profile.name}`);
    if (holds !== undefined) {
      throw new AwsError('DeleteConflict', `${role.name} still has ${holds}`, { status: 409, row: 'IAM-08' });
    }
    roles(call.world).delete(role.name);
    return {};
  },

  TagRole(input, call) {
    const role = findRole(call, input.RoleName);
    putRole(call, { ...role, tags: mergeTags(role.tags, tagsOf(input.Tags)) });
    return {};
  },

  UntagRole(input, call) {
    const role = findRole(call, input.RoleName);
    putRole(call, { ...role, tags: withoutTags(role.tags, input.TagKeys) });
    return {};
  },
};

/** The role of a name, or IAM's `NoSuchEntity`. */
export function findRole(call: Call, name: string | undefined): RoleRecord {
  const role = roles(call.world).get(name ?? '');
  if (!role) throw new AwsError('NoSuchEntity', `there is no role ${name}`, { status: 404 });
  return role;
}

export function putRole(call: Call, role: RoleRecord): RoleRecord {
  roles(call.world).put(role.name, role);
  return role;
}

/** A policy must be JSON; what it allows is not evaluated. */
export function policyDocument(text: string | undefined): string {
  try {
    JSON.parse(text ?? '');
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'the policy is not JSON');
  }
  return text ?? '';
}

/** As IAM describes it; policies are URI-encoded there. */
export function view(role: RoleRecord): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdMs),
    AssumeRolePolicyDocument: encodeURIComponent(role.assumeRolePolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.permissionsBoundary !== undefined && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
        PermissionsBoundaryArn: role.permissionsBoundary,
      },
    }),
    Tags: tagList(role.tags),
  };
}
