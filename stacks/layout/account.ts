import type { FoundStack } from 'evenkeel/system';

/** An account as its own layer sees it: where it is used, who is told, and what it is tagged after. */
export interface Account {
  /** The stack's name, e.g. `account-prod`: what names begin with. */
  readonly name: string;
  /** Twelve digits. */
  readonly id: string;
  readonly environment: string;
  /** Where what an account has once is: the region of its most demanding system's founder. */
  readonly home: string;
  /** Every region in which a system of the account has a site; the home first, the others sorted. */
  readonly regions: readonly [string, ...string[]];
  /** Where the teams of its systems read mail, sorted. */
  readonly contacts: readonly string[];
  /** Tags that all of it has. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The account of a stack `account-…`: of its tenants the most demanding lends it its owner. */
export function accountOf({ spec, system, environment, tenants }: FoundStack): Account {
  const regions = new Set(tenants.flatMap((tenant) => tenant.environment.sites.map((site) => site.region)));
  regions.delete(spec.region);
  return {
    name: spec.stack,
    id: environment.account,
    environment: environment.name,
    home: spec.region,
    regions: [spec.region, ...[...regions].sort()],
    contacts: [...new Set(tenants.map((tenant) => tenant.system.owner.email))].sort(),
    tags: {
      'evenkeel:environment': environment.name,
      'evenkeel:layer': 'account',
      'evenkeel:contact': system.owner.email,
      owner: system.owner.team,
      'cost-center': system.owner.costCenter,
      environment: environment.name,
      service: 'account',
      // what it records serves nobody's request, and holds addresses and names, not the systems' data
      tier: '3',
      'data-classification': 'confidential',
      rto: '24h',
      rpo: '24h',
      'backup-objective': '24h',
    },
  };
}

/** Tags of one of an account's resources; `name` is the tag `Name`, for things that have no name of their own. */
export function accountTags({ tags }: Account, component: string, name?: string): Record<string, string> {
  return { ...tags, 'evenkeel:component': component, ...(name !== undefined && { Name: name }) };
}
