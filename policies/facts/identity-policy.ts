import type { Block, Resource } from 'evenkeel/policy';
import { type Statement, statementsOf } from './policy-document.ts';

export const POLICY = 'aws:iam/policy:Policy';
export const ROLE = 'aws:iam/role:Role';
const ROLE_POLICY = 'aws:iam/rolePolicy:RolePolicy';
const USER_POLICY = 'aws:iam/userPolicy:UserPolicy';
const GROUP_POLICY = 'aws:iam/groupPolicy:GroupPolicy';

/** What holds a policy of an identity: by itself, beside a role, a user or a group, and inside a role. */
export const HOLDERS: readonly string[] = [POLICY, ROLE, ROLE_POLICY, USER_POLICY, GROUP_POLICY];

/** For `appliesTo`: a role without policies inside it. */
export function holdsPolicy(resource: Resource): true | string {
  return resource.type !== ROLE || resource.isGiven('inlinePolicies') || 'has no policy inside it';
}

/** What an identity is allowed by a policy, statement by statement; without a policy that is not told. */
export function allowancesOf(resource: Resource): readonly Statement[] {
  const documents = resource.type === ROLE ? resource.list('inlinePolicies') : [resource];
  return documents.flatMap(needed).filter(({ effect }) => effect === 'Allow');
}

function needed(document: Block): readonly Statement[] {
  document.need('policy');
  return statementsOf(document, 'policy');
}
