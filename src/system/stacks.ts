import { EvenkeelError } from '../lib/errors.ts';
import { inEnvironment } from './in-environment.ts';
import type { Environment, System } from './system.ts';

export type Layer = 'account' | 'base' | 'site' | 'link';

/** One stack: of an account, or of a system's environment. */
export interface StackSpec {
  /** E.g. `orders-prod-use1`. Looked up in the generated set, never taken apart. */
  readonly stack: string;
  readonly layer: Layer;
  /** `account` where it belongs to no system. */
  readonly system: string;
  readonly environment: string;
  /** Of the site layer only. */
  readonly site?: string | undefined;
  /** The site's region; of the other layers, the founder's. */
  readonly region: string;
  /** The stacks that must be up before it. */
  readonly after: readonly string[];
  /** The stacks whose outputs it may read: all of the layers on its left, none of its own. */
  readonly references: readonly string[];
}

/**
 * The stack of the account that an environment is in: once for all systems in it, named after the first by name of the system's
 * environments in that account. It is up before any stack of the system; neither a destroy nor a retirement touches it.
 */
export function accountStackOf(system: System, environment: Environment): StackSpec {
  const { account } = environment;
  const inIt = Object.values(system.environments).filter((one) => one.account === account);
  const name = inIt.map((one) => one.name).sort()[0] ?? environment.name;
  const { region } = founderOf(environment);
  return {
    stack: `account-${name}`,
    layer: 'account',
    system: 'account',
    environment: name,
    region,
    after: [],
    references: [],
  };
}

/** The stacks of an environment in the order of `up`: base, the founder's site, the other sites, link. Its account's is before them. */
export function stacksOf(system: System, environment: Environment): readonly StackSpec[] {
  const { name } = environment;
  const founder = founderOf(environment);
  const sites = [founder, ...environment.sites.filter((site) => site !== founder)];
  const common = { system: system.system, environment: name };
  const account = accountStackOf(system, environment).stack;
  const base = stackName(system.system, name, 'base');
  const first = stackName(system.system, name, founder.name);
  const siteStacks = sites.map((site): StackSpec => {
    const stack = stackName(system.system, name, site.name);
    const references = [account, base];
    // the founder's database opens the global one: the others can only join it
    const after = site === founder ? references : [...references, first];
    return { ...common, stack, layer: 'site', site: site.name, region: site.region, after, references };
  });
  const left = [account, base, ...siteStacks.map(({ stack }) => stack)];
  return [
    { ...common, stack: base, layer: 'base', region: founder.region, after: [account], references: [account] },
    ...siteStacks,
    {
      ...common,
      stack: stackName(system.system, name, 'link'),
      layer: 'link',
      region: founder.region,
      after: left,
      references: left,
    },
  ];
}

/** A system in one of its environments. */
export interface Tenant {
  readonly system: System;
  readonly environment: Environment;
}

/** A stack with the system and environment it belongs to; an account's, with the one that it is tagged and placed after. */
export interface FoundStack extends Tenant {
  readonly spec: StackSpec;
  /** Everything that is in the account; of a system's stack, that system alone. */
  readonly tenants: readonly Tenant[];
}

/**
 * The stack of that name among all that the systems generate; `undefined` where none is. A system is the one of its environment. Throws
 * where the systems do not agree on which account a stack is of.
 */
export function findStack(systems: readonly System[], stack: string): FoundStack | undefined {
  const all = systems.flatMap((system) =>
    Object.values(system.environments).map(
      (environment): Tenant => ({ system: inEnvironment(system, environment), environment }),
    ),
  );
  for (const tenant of all) {
    const spec = stacksOf(tenant.system, tenant.environment).find((one) => one.stack === stack);
    if (spec !== undefined) return { ...tenant, spec, tenants: [tenant] };
  }
  return findAccountStack(all, stack);
}

function findAccountStack(all: readonly Tenant[], stack: string): FoundStack | undefined {
  const nameOf = ({ system, environment }: Tenant) => accountStackOf(system, environment).stack;
  const named = all.filter((tenant) => nameOf(tenant) === stack).sort(byDemand);
  const [first] = named;
  if (first === undefined) return undefined;
  const { account } = first.environment;
  const stranger =
    named.find(({ environment }) => environment.account !== account) ??
    all.find((tenant) => tenant.environment.account === account && nameOf(tenant) !== stack);
  if (stranger !== undefined) throw dividedAccount(stack, first, stranger, nameOf(stranger));
  return { ...first, spec: accountStackOf(first.system, first.environment), tenants: named };
}

/** The most demanding system first: by tier, then by name. */
function byDemand(one: Tenant, other: Tenant): number {
  return one.system.tier - other.system.tier || (one.system.system < other.system.system ? -1 : 1);
}

function dividedAccount(stack: string, one: Tenant, other: Tenant, name: string): EvenkeelError {
  const show = ({ system, environment }: Tenant) => `${system.system} ${environment.name} in ${environment.account}`;
  return new EvenkeelError({
    code: 'system.account',
    message: 'two systems do not agree on which stack is that of an account',
    found: `${stack} of ${show(one)}, ${name} of ${show(other)}`,
    allowed: 'one account for each name of an environment, and one such name for each account',
    next: 'give the environments of one account the same name in all system files',
  });
}

/** The site that the environment's global database was opened at. */
export function founderOf(environment: Environment): Environment['sites'][number] {
  const founder = environment.sites.find((site) => site.founder);
  if (founder === undefined) throw new Error(`broken invariant: environment ${environment.name} has no founder`);
  return founder;
}

// unique without being parsed: neither environments nor sites may hold a dash, nor sites be called like a layer
function stackName(system: string, environment: string, last: string): string {
  return `${system}-${environment}-${last}`;
}
