import { AwsError } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { mergeTags, tagList, tagsOf, withoutTags } from '../tag-list.ts';
import { type InstanceProfileRecord, instanceProfiles, roles } from './records.ts';
import { findRole, view } from './roles.ts';

export const instanceProfileHandlers: Handlers<typeof import('@aws-sdk/client-iam')> = {
  CreateInstanceProfile(input, call) {
    const name = input.InstanceProfileName ?? '';
    if (instanceProfiles(call.world).get(name)) {
      throw new AwsError('EntityAlreadyExists', `there is an instance profile ${name}`, { status: 409 });
    }
    const path = input.Path ?? '/';
    const profile: InstanceProfileRecord = {
      name,
      id: `AIPA${call.newId('', 16).toUpperCase()}`,
      arn: `arn:aws:iam::${call.account}:instance-profile${path}${name}`,
      path,
      createdMs: call.world.nowMs,
      tags: tagsOf(input.Tags),
    };
    return { InstanceProfile: profileView(call, put(call, profile)) };
  },

  GetInstanceProfile(input, call) {
    return { InstanceProfile: profileView(call, find(call, input.InstanceProfileName)) };
  },

  AddRoleToInstanceProfile(input, call) {
    const profile = find(call, input.InstanceProfileName);
    if (profile.role !== undefined) {
      throw new AwsError('LimitExceeded', `${profile.name} has a role; one is the limit`, { status: 409 });
    }
    put(call, { ...profile, role: findRole(call, input.RoleName).name });
    return {};
  },

  RemoveRoleFromInstanceProfile(input, call) {
    const profile = find(call, input.InstanceProfileName);
    if (profile.role !== input.RoleName) {
      throw new AwsError('NoSuchEntity', `${profile.name} does not have role ${input.RoleName}`, { status: 404 });
    }
    put(call, { ...profile, role: undefined });
    return {};
  },

  DeleteInstanceProfile(input, call) {
    const profile = find(call, input.InstanceProfileName);
    if (profile.role !== undefined)
      throw new AwsError('DeleteConflict', `${profile.name} still has a role`, { status: 409 });
    instanceProfiles(call.world).delete(profile.name);
    return {};
  },

  TagInstanceProfile(input, call) {
    const profile = find(call, input.InstanceProfileName);
    put(call, { ...profile, tags: mergeTags(profile.tags, tagsOf(input.Tags)) });
    return {};
  },

  UntagInstanceProfile(input, call) {
    const profile = find(call, input.InstanceProfileName);
    put(call, { ...profile, tags: withoutTags(profile.tags, input.TagKeys) });
    return {};
  },
};

function find(call: Call, name: string | undefined): InstanceProfileRecord {
  const profile = instanceProfiles(call.world).get(name ?? '');
  if (!profile) throw new AwsError('NoSuchEntity', `there is no instance profile ${name}`, { status: 404 });
  return profile;
}

function put(call: Call, profile: InstanceProfileRecord): InstanceProfileRecord {
  instanceProfiles(call.world).put(profile.name, profile);
  return profile;
}

function profileView(call: Call, profile: InstanceProfileRecord) {
  const role = profile.role === undefined ? undefined : roles(call.world).get(profile.role);
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdMs),
    Roles: role ? [view(role)] : [],
    Tags: tagList(profile.tags),
  };
}
