import { isSecret, isUnknown, type PropertyMap, SIGNATURE } from '../../src/lib/property.ts';
import { type CaseStack, type Declared, type Given, Ref } from '../../test/policies/cases/build.ts';
import { isName, literal, Source } from './literal.ts';

/** The stacks of a case as the Pulumi programs that declare them, in TypeScript. */
export function programOf(stacks: readonly CaseStack[]): string {
  const names = namesOf(stacks);
  return stacks.map((stack) => stackText(stack, names, stacks.length > 1)).join('\n\n');
}

type Names = ReadonlyMap<string, { readonly variable: string; readonly stack: string }>;

/** A variable for each resource, no two of one stack alike. */
function namesOf(stacks: readonly CaseStack[]): Names {
  const all = stacks.flatMap((stack) => {
    const taken = new Set(['aws', 'pulumi', 'random', ...RESERVED]);
    return stack.declared.map((one): readonly [string, { variable: string; stack: string }] => {
      const base = variableOf(one.name);
      const kind = classOf(one.type).split('.').at(-1) ?? '';
      const tries = [base, `${base}${kind}`, ...Array.from({ length: 99 }, (_, index) => `${base}${kind}${index + 2}`)];
      const variable = tries.find((name) => !taken.has(name)) ?? base;
      taken.add(variable);
      return [urnOf(stack, one), { variable, stack: stack.name }];
    });
  });
  return new Map(all);
}

const RESERVED =
  'case class const default delete enum export function import in new public static switch this var void with'.split(
    ' ',
  );

function urnOf({ name }: CaseStack, one: Declared): string {
  return `urn:pulumi:${name}::shop::${one.type}::${one.name}`;
}

function stackText(stack: CaseStack, names: Names, isOneOfSeveral: boolean): string {
  const foreign = new Set<string>();
  const used = new Set<string>();
  const bodies = stack.declared.map((one) => ({ one, text: resourceText(stack, one, { names, used, foreign }) }));
  const lines = bodies.map(({ one, text }) => {
    const variable = names.get(urnOf(stack, one))?.variable ?? '';
    return used.has(variable) ? `const ${variable} = ${text};` : `${text};`;
  });
  const others = [...foreign]
    .sort()
    .map((name) => `const ${variableOf(name)}Stack = new pulumi.StackReference("${name}");`);
  return [...headOf(stack, isOneOfSeveral), ...others, ...lines].join('\n');
}

/** What is not in the program's own text: its stack, its region, the default tags of its provider. */
function headOf({ name, resources }: CaseStack, isOneOfSeveral: boolean): string[] {
  const provider = resources.find(({ type }) => type === 'pulumi:providers:aws')?.inputs ?? {};
  const { region, defaultTags } = provider;
  const tags = typeof defaultTags === 'string' ? (JSON.parse(defaultTags) as { tags: PropertyMap }).tags : undefined;
  const where = isOneOfSeveral ? `stack ${name}, ${region}` : String(region);
  return [
    `// ${where}`,
    ...(tags === undefined ? [] : [`// default tags of the provider: ${literal(new Source(JSON.stringify(tags)))}`]),
  ];
}

interface Seen {
  readonly names: Names;
  readonly used: Set<string>;
  readonly foreign: Set<string>;
}

function resourceText(stack: CaseStack, one: Declared, seen: Seen): string {
  const state = stack.resources.find(({ urn }) => urn === urnOf(stack, one));
  const given = sourceOf(one.given, stack.name, seen);
  const options = state?.protect === true ? ', { protect: true }' : '';
  if (state?.external === true) return `${classOf(one.type)}.get("${one.name}", "${state.id ?? ''}")`;
  return `new ${classOf(one.type)}("${one.name}", ${literal(given)}${options})`;
}

/** Given values with references as source text, and JSON as the value that it is made from. */
function sourceOf(value: Given | undefined, stack: string, seen: Seen): unknown {
  if (value instanceof Ref) return new Source(referenceText(value, stack, seen));
  if (typeof value === 'string') return textSource(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isSecret(value as PropertyMap)) return new Source('config.requireSecret("secret")');
  if (Array.isArray(value)) return value.map((item) => sourceOf(item as Given, stack, seen));
  const entries = Object.entries(value).filter(([key, item]) => item !== undefined && key !== SIGNATURE);
  return Object.fromEntries(entries.map(([key, item]) => [key, sourceOf(item, stack, seen)]));
}

function textSource(value: string): unknown {
  if (isUnknown(value)) return new Source('somethingNotKnownYet');
  if (!/^\s*[{[]/.test(value)) return value;
  try {
    return new Source(`JSON.stringify(${literal(JSON.parse(value))})`);
  } catch {
    return value;
  }
}

function referenceText({ urn, output }: Ref, stack: string, { names, used, foreign }: Seen): string {
  const target = names.get(urn);
  if (target === undefined) return `"${urn.split('::').at(-1)}"`;
  if (target.stack === stack) {
    used.add(target.variable);
    return `${target.variable}.${output}`;
  }
  foreign.add(target.stack);
  return `${variableOf(target.stack)}Stack.requireOutput("${target.variable}.${output}")`;
}

/** `aws:ec2/subnet:Subnet` is `aws.ec2.Subnet`, `random:index/randomPet:RandomPet` is `random.RandomPet`. */
function classOf(type: string): string {
  if (type.startsWith('pulumi:providers:')) return `${type.split(':').at(-1)}.Provider`;
  const [, pkg = '', mod = '', name = ''] = /^([\w-]+):([\w-]+)(?:\/\w+)?:(\w+)$/.exec(type) ?? [];
  return [pkg, mod === 'index' || mod === pkg ? '' : mod, name].filter((part) => part !== '').join('.');
}

function variableOf(name: string): string {
  const camel = name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => next?.toUpperCase() ?? '');
  return isName(camel) ? camel : `one${camel}`;
}
