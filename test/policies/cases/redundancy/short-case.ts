import type { PropertyMap } from '../../../../src/lib/property.ts';
import {
  type Add,
  type Added,
  type CaseVerdict,
  type ExpectedRow,
  type MutableStack,
  type Mutation,
  pick,
  type RuleCase,
  type StackOptions,
  set,
  stackOf,
} from '../build.ts';

/** Verdicts by the name of the resource. */
export type Verdicts = Readonly<Record<string, CaseVerdict | readonly CaseVerdict[]>>;

export const OPEN: readonly CaseVerdict[] = ['unknown', 'pending'];

/** A case of one stack that is there, in us-east-1. */
export function deployed(
  title: string,
  build: (add: Add) => void,
  verdicts: Verdicts,
  options: Partial<StackOptions> = {},
): RuleCase {
  return { title, stacks: [stackOf({ name: 'prod', ...options }, build)], expect: rowsOf(verdicts) };
}

/** A case of one stack of which nothing is there yet. */
export function previewed(title: string, build: (add: Add) => void, verdicts: Verdicts): RuleCase {
  return deployed(title, build, verdicts, { preview: true });
}

/** An edit of a passing case after which the named resource fails. */
export function broken(of: string, edit: string, name: string, mutate: (stacks: MutableStack[]) => void): Mutation {
  return { of, edit, mutate, expect: rowsOf({ [name]: 'fail' }) };
}

/** The named resource says something else, and fails for it. */
export function changed(of: string, edit: string, name: string, properties: PropertyMap): Mutation {
  return broken(of, edit, name, (stacks) => set(pick(stacks, name), properties));
}

/** The named resource says something less, and fails for it. */
export function silenced(of: string, edit: string, name: string, ...properties: readonly string[]): Mutation {
  return broken(of, edit, name, (stacks) => {
    const one = pick(stacks, name);
    const rest = (from: PropertyMap | undefined) =>
      Object.fromEntries(Object.entries(from ?? {}).filter(([key]) => !properties.includes(key)));
    Object.assign(one, { inputs: rest(one.inputs), outputs: rest(one.outputs) });
  });
}

/** A subnet for each zone letter, named `PREFIX-0`, `PREFIX-1`; `?` leaves the zone to AWS. */
export function subnets(add: Add, letters: string, prefix = 'subnet'): Added[] {
  return [...letters].map((letter, index) =>
    add('aws:ec2/subnet:Subnet', `${prefix}-${index}`, {
      vpcId: 'vpc-0123456789abcdef0',
      cidrBlock: `10.0.${index}.0/24`,
      ...(letter !== '?' && { availabilityZone: `us-east-1${letter}` }),
    }),
  );
}

export function idsOf(resources: readonly Added[]) {
  return resources.map((one) => one.ref('id'));
}

/** Another stack's resource, read by this one: never this one's to judge. */
export function elsewhere(type: string, inputs: PropertyMap = {}): RuleCase {
  const build = (add: Add) => void add(type, 'theirs', inputs, { external: true });
  return deployed('what another stack manages is judged there', build, { theirs: 'not-applicable' });
}

export function rowsOf(verdicts: Verdicts): ExpectedRow[] {
  return Object.entries(verdicts).map(([name, verdict]) => ({ name, verdict }));
}
