import type { InstanceProfile, Role } from '@aws-sdk/client-iam';
import { isoInstant } from '../../../lib/clock.ts';
import type { PropertyMap } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, listedTags, optional, retag } from './common.ts';
import { maps, texts } from './shape.ts';

const role: Adapter = {
  type: 'aws:iam/role:Role',

  create(inputs, aws) {
    aws.call('iam', 'CreateRole', {
      RoleName: inputs['name'],
      AssumeRolePolicyDocument: inputs['assumeRolePolicy'],
      ...optional('Path', inputs['path']),
      ...optional('Description', inputs['description']),
      ...optional('MaxSessionDuration', inputs['maxSessionDuration']),
      ...optional('PermissionsBoundary', inputs['permissionsBoundary']),
      Tags: listedTags(inputs),
    });
    const name = String(inputs['name']);
    policiesInside(name, {}, inputs, aws);
    return name;
  },

  read(id, aws, known) {
    const found = gone(() => aws.call<{ Role: Role }>('iam', 'GetRole', { RoleName: id }), 'NoSuchEntity')?.Role;
    if (!found) return undefined;
    const tags = Object.fromEntries((found.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
    const { PolicyNames } = aws.call<{ PolicyNames: string[] }>('iam', 'ListRolePolicies', { RoleName: id });
    const { AttachedPolicies } = aws.call<{ AttachedPolicies: { PolicyArn: string }[] }>(
      'iam',
      'ListAttachedRolePolicies',
      { RoleName: id },
    );
    return {
      arn: found.Arn,
      name: found.RoleName,
      path: found.Path,
      description: found.Description,
      assumeRolePolicy: decodeURIComponent(found.AssumeRolePolicyDocument ?? ''),
      maxSessionDuration: found.MaxSessionDuration,
      permissionsBoundary: found.PermissionsBoundary?.PermissionsBoundaryArn,
      createDate: isoInstant(found.CreateDate?.getTime() ?? 0),
      uniqueId: found.RoleId,
      // both lists are told only where the program manages them here, not by resources of their own
      ...(known['inlinePolicies'] !== undefined && {
        inlinePolicies: PolicyNames.map((name) => ({ name, policy: inlinePolicy(id, name, aws) })),
      }),
      ...(known['managedPolicyArns'] !== undefined && {
        managedPolicyArns: AttachedPolicies.map((policy) => policy.PolicyArn),
      }),
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after, changed }, aws) {
    if (changed.has('permissionsBoundary')) throw notModelled('changing the permissions boundary of a role');
    policiesInside(id, before, after, aws);
    if (changed.has('assumeRolePolicy')) {
      aws.call('iam', 'UpdateAssumeRolePolicy', { RoleName: id, PolicyDocument: after['assumeRolePolicy'] });
    }
    if (changed.has('description') || changed.has('maxSessionDuration')) {
      aws.call('iam', 'UpdateRole', {
        RoleName: id,
        ...optional('Description', after['description']),
        ...optional('MaxSessionDuration', after['maxSessionDuration']),
      });
    }
    retag(before, after, {
      add: (tags) => aws.call('iam', 'TagRole', { RoleName: id, Tags: tags.map(([Key, Value]) => ({ Key, Value })) }),
      remove: (names) => aws.call('iam', 'UntagRole', { RoleName: id, TagKeys: names }),
    });
  },

  /** What the program manages inside the role goes with it; with `forceDetachPolicies` all that is attached. */
  delete(id, state, aws) {
    policiesInside(id, state['forceDetachPolicies'] === true ? everythingIn(id, aws) : state, {}, aws);
    aws.call('iam', 'DeleteRole', { RoleName: id });
  },
};

/** Brings the policies that a role's own inputs name from one state to another. */
function policiesInside(id: string, before: PropertyMap, after: PropertyMap, aws: AdapterAws): void {
  const [oldArns, arns] = [texts(before['managedPolicyArns']), texts(after['managedPolicyArns'])];
  for (const arn of oldArns.filter((each) => !arns.includes(each))) {
    aws.call('iam', 'DetachRolePolicy', { RoleName: id, PolicyArn: arn });
  }
  for (const arn of arns.filter((each) => !oldArns.includes(each))) {
    aws.call('iam', 'AttachRolePolicy', { RoleName: id, PolicyArn: arn });
  }
  const [old, wanted] = [maps(before['inlinePolicies']), maps(after['inlinePolicies'])];
  for (const { name } of old.filter((each) => !wanted.some((other) => other['name'] === each['name']))) {
    aws.call('iam', 'DeleteRolePolicy', { RoleName: id, PolicyName: name });
  }
  for (const { name, policy } of wanted) {
    if (old.some((each) => each['name'] === name && each['policy'] === policy)) continue;
    aws.call('iam', 'PutRolePolicy', { RoleName: id, PolicyName: name, PolicyDocument: policy });
  }
}

function everythingIn(id: string, aws: AdapterAws): PropertyMap {
  const { PolicyNames } = aws.call<{ PolicyNames: string[] }>('iam', 'ListRolePolicies', { RoleName: id });
  const { AttachedPolicies } = aws.call<{ AttachedPolicies: { PolicyArn: string }[] }>(
    'iam',
    'ListAttachedRolePolicies',
    { RoleName: id },
  );
  return {
    inlinePolicies: PolicyNames.map((name) => ({ name })),
    managedPolicyArns: AttachedPolicies.map((policy) => policy.PolicyArn),
  };
}

/** The id is `ROLE:NAME`. */
const rolePolicy: Adapter = {
  type: 'aws:iam/rolePolicy:RolePolicy',
  create(inputs, aws) {
    putPolicy(inputs, aws);
    return `${String(inputs['role'])}:${String(inputs['name'])}`;
  },
  read(id, aws) {
    const [roleName = '', name = ''] = id.split(':');
    const policy = gone(() => inlinePolicy(roleName, name, aws), 'NoSuchEntity');
    return policy === undefined ? undefined : { role: roleName, name, policy };
  },
  update(_id, { after }, aws) {
    putPolicy(after, aws);
  },
  delete(id, _state, aws) {
    const [roleName, name] = id.split(':');
    aws.call('iam', 'DeleteRolePolicy', { RoleName: roleName, PolicyName: name });
  },
};

/** The provider's id is a generated one; role and policy name the attachment. */
const rolePolicyAttachment: Adapter = {
  type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
  create(inputs, aws) {
    aws.call('iam', 'AttachRolePolicy', { RoleName: inputs['role'], PolicyArn: inputs['policyArn'] });
    return `${String(inputs['role'])}/${String(inputs['policyArn'])}`;
  },
  read(id, aws) {
    const at = id.indexOf('/');
    const [roleName, policyArn] = [id.slice(0, at), id.slice(at + 1)];
    const attached = gone(
      () =>
        aws.call<{ AttachedPolicies: { PolicyArn: string }[] }>('iam', 'ListAttachedRolePolicies', {
          RoleName: roleName,
        }),
      'NoSuchEntity',
    );
    if (!attached?.AttachedPolicies.some((policy) => policy.PolicyArn === policyArn)) return undefined;
    return { role: roleName, policyArn };
  },
  delete(_id, state, aws) {
    aws.call('iam', 'DetachRolePolicy', { RoleName: state['role'], PolicyArn: state['policyArn'] });
  },
};

const instanceProfile: Adapter = {
  type: 'aws:iam/instanceProfile:InstanceProfile',
  create(inputs, aws) {
    const name = String(inputs['name']);
    aws.call('iam', 'CreateInstanceProfile', {
      InstanceProfileName: name,
      ...optional('Path', inputs['path']),
      Tags: listedTags(inputs),
    });
    if (inputs['role'] !== undefined)
      aws.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: name, RoleName: inputs['role'] });
    return name;
  },
  read(id, aws) {
    const found = gone(
      () => aws.call<{ InstanceProfile: InstanceProfile }>('iam', 'GetInstanceProfile', { InstanceProfileName: id }),
      'NoSuchEntity',
    )?.InstanceProfile;
    if (!found) return undefined;
    const tags = Object.fromEntries((found.Tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
    return {
      arn: found.Arn,
      name: found.InstanceProfileName,
      path: found.Path,
      role: found.Roles?.[0]?.RoleName,
      createDate: isoInstant(found.CreateDate?.getTime() ?? 0),
      uniqueId: found.InstanceProfileId,
      tags,
      tagsAll: tags,
    };
  },
  update(id, { before, after, changed }, aws) {
    if (changed.has('role')) {
      if (before['role'] !== undefined)
        aws.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName: id, RoleName: before['role'] });
      if (after['role'] !== undefined)
        aws.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: id, RoleName: after['role'] });
    }
    retag(before, after, {
      add: (tags) =>
        aws.call('iam', 'TagInstanceProfile', {
          InstanceProfileName: id,
          Tags: tags.map(([Key, Value]) => ({ Key, Value })),
        }),
      remove: (names) => aws.call('iam', 'UntagInstanceProfile', { InstanceProfileName: id, TagKeys: names }),
    });
  },
  delete(id, state, aws) {
    if (state['role'] !== undefined)
      aws.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName: id, RoleName: state['role'] });
    aws.call('iam', 'DeleteInstanceProfile', { InstanceProfileName: id });
  },
};

function putPolicy(inputs: PropertyMap, aws: AdapterAws): void {
  aws.call('iam', 'PutRolePolicy', {
    RoleName: inputs['role'],
    PolicyName: inputs['name'],
    PolicyDocument: inputs['policy'],
  });
}

function inlinePolicy(roleName: string, name: string, aws: AdapterAws): string {
  const { PolicyDocument } = aws.call<{ PolicyDocument: string }>('iam', 'GetRolePolicy', {
    RoleName: roleName,
    PolicyName: name,
  });
  return decodeURIComponent(PolicyDocument);
}

export const adapters: readonly Adapter[] = [role, rolePolicy, rolePolicyAttachment, instanceProfile];
