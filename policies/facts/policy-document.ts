import { type Block, Undecided } from 'evenkeel/policy';

/** One statement of a policy in JSON, its lists as lists. Source: "IAM JSON policy elements reference" (read 2026-11). */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** `*`, or `AWS:arn:…`, `Service:backup.amazonaws.com`; of an identity's policy none. */
  readonly principals: readonly string[];
  /** The principals are those that it does not mean. */
  readonly isNotPrincipal: boolean;
  readonly actions: readonly string[];
  readonly isNotAction: boolean;
  readonly resources: readonly string[];
  readonly isNotResource: boolean;
  readonly conditions: readonly Condition[];
}

export interface Condition {
  /** `Bool`, `StringEquals`, `ArnLike`, … */
  readonly operator: string;
  /** In lower case: keys of conditions are not case-sensitive. */
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a policy that a property holds, as text or as an object; of one that is not there, none. Undecided where it is no policy. */
export function statementsOf(block: Block, path: string): readonly Statement[] {
  const value = block.read(path);
  if (value === undefined || value === '') return [];
  const document = typeof value === 'string' ? parsed(value, path) : value;
  const statements = asList(field(document, 'Statement'));
  if (statements.length === 0) throw new Undecided(path, 'is no policy: it has no statement');
  return statements.map(statementOf);
}

/** Whether a statement speaks of an action, by name or by wildcard: `kms:Decrypt` in `kms:*`, `*`, or outside of a `NotAction`. */
export function isAbout(statement: Statement, action: string): boolean {
  const isNamed = statement.actions.some((pattern) => isLike(action, pattern));
  return isNamed !== statement.isNotAction;
}

/** Whether text is as a pattern with `*` and `?` says; case does not count, as in actions. */
export function isLike(text: string, pattern: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`, 'is').test(text);
}

/** Whether everybody is meant, whatever account they are of. */
export function isEverybody({ principals, isNotPrincipal }: Statement): boolean {
  return isNotPrincipal || principals.some((one) => one === '*' || one === 'AWS:*');
}

/**
 * Whether a statement allows everybody something, under no condition that would name an account, an organisation, a network or a
 * resource. Source: "How Amazon S3 evaluates whether a bucket policy is public", S3 User Guide (read 2026-11): values must be fixed.
 */
export function isPublic(statement: Statement): boolean {
  return statement.effect === 'Allow' && isEverybody(statement) && !statement.conditions.some(narrows);
}

const NARROWING_KEYS = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  'kms:calleraccount',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

function narrows({ operator, key, values }: Condition): boolean {
  const isPositive = !/Not|Null|IfExists$/.test(operator);
  const isFixed = values.length > 0 && values.every((value) => !/^[*?]*$/.test(value) && !/\/0$/.test(value));
  return isPositive && NARROWING_KEYS.has(key) && isFixed;
}

function statementOf(given: unknown): Statement {
  const principal = field(given, 'Principal') ?? field(given, 'NotPrincipal');
  return {
    effect: field(given, 'Effect') === 'Deny' ? 'Deny' : 'Allow',
    principals: principalsOf(principal),
    isNotPrincipal: field(given, 'NotPrincipal') !== undefined,
    actions: texts(field(given, 'Action') ?? field(given, 'NotAction')),
    isNotAction: field(given, 'NotAction') !== undefined,
    resources: texts(field(given, 'Resource') ?? field(given, 'NotResource')),
    isNotResource: field(given, 'NotResource') !== undefined,
    conditions: conditionsOf(field(given, 'Condition')),
  };
}

function principalsOf(principal: unknown): readonly string[] {
  if (typeof principal === 'string') return [principal];
  return entries(principal).flatMap(([kind, given]) => texts(given).map((text) => `${kind}:${text}`));
}

function conditionsOf(given: unknown): readonly Condition[] {
  return entries(given).flatMap(([operator, keys]) =>
    entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: texts(values) })),
  );
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Undecided(path, 'is no policy: it is no JSON');
  }
}

function field(given: unknown, name: string): unknown {
  return entries(given).find(([key]) => key === name)?.[1];
}

function entries(given: unknown): readonly [string, unknown][] {
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.entries(given) : [];
}

function asList(given: unknown): readonly unknown[] {
  if (given === undefined || given === null) return [];
  return Array.isArray(given) ? given : [given];
}

function texts(given: unknown): readonly string[] {
  return asList(given).map(String);
}
