import type { Environment, System } from './system.ts';

export type Layer = 'base' | 'site' | 'link';

/** One stack of a system's environment. */
export interface StackSpec {
  /** E.g. `orders-prod-use1`. Looked up in the generated set, never taken apart. */
  readonly stack: string;
  readonly layer: Layer;
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

/** The stacks of an environment in the order of `up`: base, the founder's site, the other sites, link. */
export function stacksOf(system: System, environment: Environment): readonly StackSpec[] {
  const { name } = environment;
  const founder = founderOf(environment);
  const sites = [founder, ...environment.sites.filter((site) => site !== founder)];
  const common = { system: system.system, environment: name };
  const base = stackName(system.system, name, 'base');
  const first = stackName(system.system, name, founder.name);
  const siteStacks = sites.map((site): StackSpec => {
    const stack = stackName(system.system, name, site.name);
    // the founder's database opens the global one: the others can only join it
    const after = site === founder ? [base] : [base, first];
    return { ...common, stack, layer: 'site', site: site.name, region: site.region, after, references: [base] };
  });
  const left = [base, ...siteStacks.map(({ stack }) => stack)];
  return [
    { ...common, stack: base, layer: 'base', region: founder.region, after: [], references: [] },
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

/** A stack with the system and environment it belongs to. */
export interface FoundStack {
  readonly spec: StackSpec;
  readonly system: System;
  readonly environment: Environment;
}

/** The stack of that name among all that the systems generate; `undefined` where none is. */
export function findStack(systems: readonly System[], stack: string): FoundStack | undefined {
  for (const system of systems) {
    for (const environment of Object.values(system.environments)) {
      const spec = stacksOf(system, environment).find((one) => one.stack === stack);
      if (spec !== undefined) return { spec, system, environment };
    }
  }
  return undefined;
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
