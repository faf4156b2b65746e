import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import type { Add, Mutation, RuleCase } from '../build.ts';
import { changed, deployed, elsewhere, OPEN, previewed, silenced } from './short-case.ts';

/** "≥3 data nodes, zone awareness, 3 dedicated masters." */
const DOMAIN = 'aws:opensearch/domain:Domain';
const CLUSTER = {
  instanceType: 'm7g.large.search',
  instanceCount: 3,
  zoneAwarenessEnabled: true,
  zoneAwarenessConfig: { availabilityZoneCount: 3 },
  dedicatedMasterEnabled: true,
  dedicatedMasterType: 'm7g.large.search',
  dedicatedMasterCount: 3,
};

function domain(add: Add, name: string, clusterConfig?: PropertyMap): void {
  add(DOMAIN, name, { domainName: name, ...(clusterConfig && { clusterConfig }) });
}

const good = 'a domain has three data nodes over the zones, and three masters of their own';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => domain(add, 'search', CLUSTER), { search: 'pass' }),
  deployed('more data nodes are no fault', (add) => domain(add, 'search', { ...CLUSTER, instanceCount: 6 }), {
    search: 'pass',
  }),
  deployed(
    'each of the three is needed, and left out there is one node',
    (add) => {
      domain(add, 'silent');
      domain(add, 'two', { ...CLUSTER, instanceCount: 2 });
      domain(add, 'unaware', { ...CLUSTER, zoneAwarenessEnabled: false });
      domain(add, 'masterless', { ...CLUSTER, dedicatedMasterEnabled: false });
      domain(add, 'two-masters', { ...CLUSTER, dedicatedMasterCount: 2 });
    },
    { silent: 'fail', two: 'fail', unaware: 'fail', masterless: 'fail', 'two-masters': 'fail' },
  ),
  previewed(
    'in a preview AWS adds no node of itself, and what is not known yet is open',
    (add) => {
      domain(add, 'silent');
      domain(add, 'open', { ...CLUSTER, instanceCount: UNKNOWN });
      domain(add, 'open-masters', { ...CLUSTER, dedicatedMasterCount: UNKNOWN });
      domain(add, 'short-anyway', { ...CLUSTER, instanceCount: 2, dedicatedMasterCount: UNKNOWN });
    },
    { silent: 'fail', open: OPEN, 'open-masters': OPEN, 'short-anyway': 'fail' },
  ),
  elsewhere(DOMAIN),
];

const configured = (edit: string, change: PropertyMap): Mutation =>
  changed(good, edit, 'search', { clusterConfig: { ...CLUSTER, ...change } });

export const mutations: readonly Mutation[] = [
  configured('a data node is taken away', { instanceCount: 2 }),
  configured('one data node is left', { instanceCount: 1 }),
  configured('the zones are ignored', { zoneAwarenessEnabled: false }),
  configured('the masters are switched off', { dedicatedMasterEnabled: false }),
  configured('a master is taken away', { dedicatedMasterCount: 2 }),
  silenced(good, 'all is left to AWS', 'search', 'clusterConfig'),
];
