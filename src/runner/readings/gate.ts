import type { SiteTopology } from '../../graph/topology.ts';
import type { TimingName } from '../../operations/timings.ts';
import { type Act, act } from '../step.ts';
import type { StepIo } from '../step-io.ts';

/** A flag of a site's traffic gate (docs/adr/0002): its claim, or its veto against another site. */
export type GateFlag = 'claim' | `veto#${string}`;

/** What passes from a flag's write to Route 53's answer. */
export const FLAG_SEEN_IN_DNS: readonly TimingName[] = [
  'gate.sample',
  'gate.period',
  'cloudwatch.visible',
  'route53.metric-check',
];

/** The write that moves traffic: one item of the site's own table. */
export function setFlag({ region, gate }: SiteTopology, flag: GateFlag, on: boolean): Act {
  const Item = { id: { S: flag }, on: { N: on ? '1' : '0' } };
  return act('dynamodb.PutItem', region, { TableName: gate.table, Item });
}

/** Calls `dynamodb.GetItem`, with a consistent read: what was written is seen. */
export async function isFlagOn(io: StepIo, { region, gate }: SiteTopology, flag: GateFlag): Promise<boolean> {
  const { Item } = await io.call('dynamodb.GetItem', region, {
    TableName: gate.table,
    Key: { id: { S: flag } },
    ConsistentRead: true,
  });
  return Item?.['on']?.N === '1';
}

/**
 * Which of the sites the name servers answer for a name, by the addresses of the sites' balancers, and whether they
 * answer anything else. Calls `dns.Query`.
 */
export async function sitesAnswered(
  io: StepIo,
  host: string,
  sites: readonly SiteTopology[],
): Promise<{ sites: readonly string[]; answersElse: boolean }> {
  const answers = await io.dns(host, 'A');
  const known = new Set<string>();
  const found: string[] = [];
  for (const site of sites) {
    const addresses = await io.dns(site.balancer.dnsName, 'A');
    for (const address of addresses) known.add(address);
    if (addresses.some((address) => answers.includes(address))) found.push(site.site);
  }
  return { sites: found, answersElse: answers.some((answer) => !known.has(answer)) };
}
