/** A step of an engine: `create`, `create-replacement`, … */
export interface RawStep {
  readonly op: string;
  readonly urn: string;
}

/** Several steps of the CLI are one operation of a URN: the first of these that is among them. */
const OPERATIONS: readonly [string, readonly string[]][] = [
  ['import', ['import', 'import-replacement']],
  ['read', ['read', 'read-replacement']],
  ['replace', ['create-replacement', 'replace']],
  ['create', ['create']],
  ['update', ['update']],
  ['delete', ['delete', 'delete-replaced']],
  ['same', ['same']],
];

/** `op URN`, sorted. The stack, default providers and what an engine only forgets are left out. */
export function stepsOf(steps: readonly RawStep[]): string[] {
  const byUrn = new Map<string, string[]>();
  for (const { op, urn } of steps) {
    if (isDefaultProvider(urn) || isStack(urn)) continue;
    byUrn.set(short(urn), [...(byUrn.get(short(urn)) ?? []), op]);
  }
  const named = [...byUrn].map(([urn, ops]) => {
    const operation = OPERATIONS.find(([, raw]) => raw.some((op) => ops.includes(op)))?.[0];
    return operation === undefined ? undefined : `${operation} ${urn}`;
  });
  return named.filter((step) => step !== undefined).sort();
}

const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** Fields that differ from run to run, or that only the CLI writes. */
const LEFT_OUT = new Set(['created', 'modified', 'sourcePosition', 'stackTrace']);

type Encoded = Readonly<Record<string, unknown>> & {
  readonly urn: string;
  readonly custom: boolean;
  readonly type: string;
};

/** Resources of a checkpoint whose secrets are in plain text, sorted by URN. */
export function stateOf(resources: readonly Encoded[]): object[] {
  const states = resources.filter(({ urn }) => !isDefaultProvider(urn)).map(resourceOf);
  return states.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** What a URN or a default says already is left out: the type, the default provider, the stack as the parent. */
function resourceOf({ urn, type, custom, ...rest }: Encoded): { readonly urn: string } {
  const isProvider = type.startsWith('pulumi:providers:');
  const entries = Object.entries(rest).map(([key, value]): [string, unknown] => {
    if (key === 'provider') return [key, withoutId(String(value))];
    if (key === 'parent') return [key, isStack(String(value)) ? undefined : short(String(value))];
    if (key === 'id' && isProvider) return [key, undefined];
    if ((key === 'inputs' || key === 'outputs') && isProvider) return [key, withoutEngineMembers(value as object)];
    if (key === 'dependencies' || key === 'replaceWith') return [key, (value as string[]).map(short).sort()];
    if (key === 'propertyDependencies') return [key, withoutEmpty(value as Record<string, string[]>)];
    return [key, shown(value)];
  });
  const kept = entries.filter(([key, value]) => !LEFT_OUT.has(key) && !isEmpty(value));
  const sorted = Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { urn: short(urn), ...(!custom && { component: true }), ...sorted };
}

/** A URN of the stack `dev` without what all of them begin with. */
function short(urn: string): string {
  return urn.replace('urn:pulumi:dev::conformance::', '');
}

function isDefaultProvider(urn: string): boolean {
  return /::pulumi:providers:[^:]+::default(_|$)/.test(urn);
}

function isStack(urn: string): boolean {
  return urn.includes('::pulumi:pulumi:Stack::');
}

function withoutId(reference: string): string | undefined {
  const urn = reference.slice(0, reference.lastIndexOf('::'));
  return isDefaultProvider(urn) ? undefined : short(urn);
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return short(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(shown);
  const members = value as Record<string, unknown>;
  if (members[SIGNATURE] === SECRET)
    return { $secret: JSON.parse(String(members['plaintext'] ?? members['ciphertext'])) };
  return Object.fromEntries(
    Object.entries(members)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, shown(item)]),
  );
}

function withoutEngineMembers(inputs: object): object {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => !['version', '__internal'].includes(key)));
}

function withoutEmpty(dependencies: Readonly<Record<string, readonly string[]>>): object {
  const kept = Object.entries(dependencies).filter(([, urns]) => urns.length > 0);
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, urns]) => [key, urns.map(short).sort()]),
  );
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === false ||
    value === '' ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}
