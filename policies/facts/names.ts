import { attempt, type Resource, type Scope } from 'evenkeel/policy';

export const RECORD = 'aws:route53/record:Record';

/** The property in which a type tells the name under which AWS serves it. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'aws:lb/loadBalancer:LoadBalancer': 'dnsName',
  'aws:elb/loadBalancer:LoadBalancer': 'dnsName',
  'aws:cloudfront/distribution:Distribution': 'domainName',
  'aws:globalaccelerator/accelerator:Accelerator': 'dnsName',
};

/** What the aliases of a record lead to, of one type: by the program's edges, else by the name under which AWS serves it. */
export function aliasedBy(record: Resource, type: string, estate: Scope): readonly Resource[] {
  return record.list('aliases').flatMap((alias) => {
    const name = attempt(() => alias.text('name'));
    if ('undecided' in name) return alias.toAll('name', type).filter(({ isSeen }) => isSeen);
    const served = name.value?.toLowerCase().replace(/^dualstack\.|\.$/g, '');
    return served === undefined ? [] : estate.having(type, KEYS[type] ?? unnamed, served);
  });
}

/** One function for each type: the index of a scope is kept by it. */
const KEYS: Readonly<Record<string, (resource: Resource) => string | undefined>> = Object.fromEntries(
  Object.entries(NAMED_BY).map(([type, property]) => [type, (one: Resource) => one.text(property)?.toLowerCase()]),
);

function unnamed(): undefined {
  return undefined;
}
