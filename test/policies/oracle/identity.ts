import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import { type Add, type CaseVerdict, stackOf } from '../cases/build.ts';
import type { Chance, Oracle } from './build.ts';
import { pointing, told } from './plain.ts';

const USER = 'aws:iam/user:User';
const KEY = 'aws:iam/accessKey:AccessKey';
const OWN = 'aws:iam/userPolicy:UserPolicy';
const ATTACHED = 'aws:iam/userPolicyAttachment:UserPolicyAttachment';
const ROLE = 'aws:iam/role:Role';
const POLICIES = {
  policy: 'aws:iam/policy:Policy',
  'of-role': 'aws:iam/rolePolicy:RolePolicy',
  'of-group': 'aws:iam/groupPolicy:GroupPolicy',
} as const;

const ACTIONS = [
  's3:GetObject',
  'ec2:Describe*',
  's3:*',
  '*',
  'kms:Decrypt',
  'KMS:*',
  'kms:Encrypt',
  'kms:ReEncryptFrom',
];
const RESOURCES = ['*', 'arn:aws:s3:::docs/*', 'arn:aws:kms:us-east-1:111122223333:key/1234', 'arn:aws:kms:*:*:key/*'];

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** One text or a list of one or two. */
function oneOrMore(chance: Chance, event: string, choices: readonly string[]): string | readonly string[] {
  const first = chance.oneOf(`${event} first`, choices);
  if (chance.is(`${event} is a text`)) return first;
  return chance.is(`${event} is one`) ? [first] : [first, chance.oneOf(`${event} second`, choices)];
}

function documentOf(chance: Chance, name: string): string {
  const statement = (index: number): Statement => ({
    Effect: chance.is(`${name} ${index} denies`, 0.2) ? 'Deny' : 'Allow',
    Action: chance.is(`${name} ${index} is narrow`, 0.6)
      ? 's3:GetObject'
      : oneOrMore(chance, `${name} ${index} action`, ACTIONS),
    Resource: oneOrMore(chance, `${name} ${index} resource`, RESOURCES),
  });
  const count = chance.oneOf(`${name} statements`, [1, 1, 2]);
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: Array.from({ length: count }, (_, index) => statement(index)),
  });
}

function trustOf(chance: Chance, name: string): string {
  const kind = chance.oneOf(`${name} trusts`, ['service', 'service', 'star', 'any account', 'account']);
  const principals = {
    service: { Service: 'scheduler.amazonaws.com' },
    star: '*',
    'any account': { AWS: ['*'] },
    account: { AWS: 'arn:aws:iam::444455556666:root' },
  } as const;
  const key = chance.oneOf(`${name} asks`, ['aws:SourceAccount', 'aws:SourceArn', 'aws:RequestedRegion', undefined]);
  const Condition = { StringEquals: { [key ?? '']: '111122223333' } };
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: principals[kind as keyof typeof principals],
  };
  return JSON.stringify({ Statement: [{ ...statement, ...(key !== undefined && { Condition }) }] });
}

function users(chance: Chance, add: Add): void {
  for (const name of ['one', 'two']) {
    const user = add(USER, name, { name }, { id: name });
    const of = { user: user.ref('name') };
    for (let index = 0; index < chance.oneOf(`${name} keys`, [0, 0, 1, 2]); index++)
      add(KEY, `${name}-key-${index}`, { ...of, status: chance.oneOf(`${name} ${index} is`, ['Active', 'Inactive']) });
    if (chance.is(`${name} has a policy`, 0.25))
      add(OWN, `${name}-own`, { ...of, policy: documentOf(chance, `${name} own`) });
    if (chance.is(`${name} has one attached`, 0.25))
      add(ATTACHED, `${name}-attached`, { ...of, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
  }
}

function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T];
}

function statementsOf(one: CheckpointResource, property: string): readonly Statement[] {
  const parsed = JSON.parse(String(told(one, property))) as { Statement: Statement | readonly Statement[] };
  return listOf<Statement>(parsed.Statement).filter(({ Effect }) => Effect === 'Allow');
}

/** "No `Action:*`+`Resource:*`; no service wildcard; inline policies included." */
function wildcards(one: CheckpointResource): CaseVerdict | undefined {
  const allowed = statementsOf(one, 'policy');
  const isAll = ({ Action, Resource }: Statement) => listOf(Action).includes('*') && listOf(Resource).includes('*');
  const isService = ({ Action }: Statement) => listOf(Action).some((action) => /^[a-z0-9-]+:\*$/i.test(action));
  if (allowed.some((statement) => isAll(statement) || isService(statement))) return 'fail';
  // every action on some resources: the sentence does not say
  return allowed.some(({ Action }) => listOf(Action).includes('*')) ? undefined : 'pass';
}

/** "No kms:Decrypt/ReEncryptFrom on all keys." */
function decrypts(one: CheckpointResource): CaseVerdict | undefined {
  const opens = ({ Action, Resource }: Statement) =>
    listOf(Action).some((action) =>
      ['kms:decrypt', 'kms:reencryptfrom', 'kms:*', '*'].includes(action.toLowerCase()),
    ) && listOf(Resource).some((resource) => resource === '*' || /^arn:aws:kms:.*:key\/\*$/.test(resource));
  return statementsOf(one, 'policy').some(opens) ? 'fail' : undefined;
}

/** "Service-principal trust has aws:SourceArn/SourceAccount; no wildcard principal." */
function trusts(one: CheckpointResource): CaseVerdict | undefined {
  for (const { Principal, Condition } of statementsOf(one, 'assumeRolePolicy')) {
    if (Principal === '*') return 'fail';
    const { AWS, Service } = (Principal ?? {}) as Readonly<Record<string, string | readonly string[]>>;
    if (listOf(AWS).includes('*')) return 'fail';
    const keys = Object.values(Condition ?? {}).flatMap((asked) => Object.keys(asked).map((key) => key.toLowerCase()));
    const isGuarded = keys.includes('aws:sourcearn') || keys.includes('aws:sourceaccount');
    if (Service !== undefined && !isGuarded) return 'fail';
    if (Service === undefined) return undefined;
  }
  return 'pass';
}

/** "No long-lived IAM users/keys; policies only through groups/roles." */
function longLived(one: CheckpointResource, all: readonly CheckpointResource[]): CaseVerdict | undefined {
  if (one.type === OWN || one.type === ATTACHED) return 'fail';
  if (one.type === KEY) return told(one, 'status') === 'Active' ? 'fail' : undefined;
  const his = [KEY, OWN, ATTACHED].flatMap((type) => pointing(all, type, 'user', told(one, 'name')));
  return his.length === 0 ? 'pass' : undefined;
}

/** Written from the catalogue's sentences; what a sentence leaves open is not judged. */
export const IDENTITY: Oracle = {
  stack: (chance, name) =>
    stackOf({ name }, (add) => {
      for (const [policy, type] of Object.entries(POLICIES))
        add(type, policy, {
          policy: documentOf(chance, policy),
          ...(policy !== 'policy' && { [policy.slice(3)]: 'orders' }),
        });
      for (const role of ['reader', 'writer']) add(ROLE, role, { assumeRolePolicy: trustOf(chance, role) });
      users(chance, add);
    }),
  judges: {
    'IAM-01': {
      resource: (one) =>
        Object.values<string>(POLICIES).includes(one.type) || one.type === OWN ? wildcards(one) : undefined,
    },
    'IAM-02': { resource: longLived },
    'IAM-03': { resource: (one) => (one.type === ROLE ? trusts(one) : undefined) },
    'IAM-04': {
      resource: (one) =>
        Object.values(POLICIES)
          .slice(0, 2)
          .some((type) => type === one.type)
          ? keysOf(one)
          : undefined,
    },
  },
};

function keysOf(one: CheckpointResource): CaseVerdict | undefined {
  const isNamed = statementsOf(one, 'policy').every(({ Action }) =>
    listOf(Action).every((action) => action === 'kms:Decrypt' || action === 's3:GetObject'),
  );
  return decrypts(one) ?? (isNamed && usesKms(one) ? 'pass' : undefined);
}

/** A policy that says nothing of keys may be judged, or not be meant. */
function usesKms(one: CheckpointResource): boolean {
  return statementsOf(one, 'policy').some(({ Action }) => listOf(Action).includes('kms:Decrypt'));
}
