import { own } from '../../../lib/own.ts';
import { AwsError } from '../../aws-error.ts';
import type { Handlers } from '../../call.ts';
import { pageOf } from '../page.ts';
import { findRole, policyDocument, putRole } from './roles.ts';

export const policyHandlers: Handlers<typeof import('@aws-sdk/client-iam')> = {
  PutRolePolicy(input, call) {
    const role = findRole(call, input.RoleName);
    const policy = policyDocument(input.PolicyDocument);
    putRole(call, { ...role, inlinePolicies: { ...role.inlinePolicies, [input.PolicyName ?? '']: policy } });
    return {};
  },

  GetRolePolicy(input, call) {
    const role = findRole(call, input.RoleName);
    const policy = own(role.inlinePolicies, input.PolicyName ?? '');
    if (policy === undefined) throw noPolicy(input.PolicyName, role.name);
    return { RoleName: role.name, PolicyName: input.PolicyName, PolicyDocument: encodeURIComponent(policy) };
  },

  DeleteRolePolicy(input, call) {
    const role = findRole(call, input.RoleName);
    const { [input.PolicyName ?? '']: _removed, ...rest } = role.inlinePolicies;
    if (own(role.inlinePolicies, input.PolicyName ?? '') === undefined) throw noPolicy(input.PolicyName, role.name);
    putRole(call, { ...role, inlinePolicies: rest });
    return {};
  },

  ListRolePolicies(input, call) {
    const names = Object.keys(findRole(call, input.RoleName).inlinePolicies).sort();
    const { items, next } = pageOf(call, input, names, PAGES);
    return { PolicyNames: items, IsTruncated: next !== undefined, Marker: next };
  },

  AttachRolePolicy(input, call) {
    const role = findRole(call, input.RoleName);
    const attachedPolicies = [...new Set([...role.attachedPolicies, input.PolicyArn ?? ''])].sort();
    putRole(call, { ...role, attachedPolicies });
    return {};
  },

  DetachRolePolicy(input, call) {
    const role = findRole(call, input.RoleName);
    if (!role.attachedPolicies.includes(input.PolicyArn ?? '')) throw noPolicy(input.PolicyArn, role.name);
    putRole(call, { ...role, attachedPolicies: role.attachedPolicies.filter((arn) => arn !== input.PolicyArn) });
    return {};
  },

  ListAttachedRolePolicies(input, call) {
    const { attachedPolicies } = findRole(call, input.RoleName);
    const { items, next } = pageOf(call, input, attachedPolicies, PAGES);
    return {
      AttachedPolicies: items.map((arn) => ({ PolicyArn: arn, PolicyName: arn.slice(arn.lastIndexOf('/') + 1) })),
      IsTruncated: next !== undefined,
      Marker: next,
    };
  },
};

/** IAM's pages (API reference, `MaxItems`). */
const PAGES = {
  size: 'MaxItems',
  token: 'Marker',
  least: 1,
  most: 1000,
  usual: 100,
  wrongSize: 'ValidationError',
  wrongToken: 'ValidationError',
} as const;

function noPolicy(policy: string | undefined, role: string): AwsError {
  return new AwsError('NoSuchEntity', `${role} has no policy ${policy}`, { status: 404 });
}
