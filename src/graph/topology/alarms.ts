import type { PropertyMap } from '../../lib/property.ts';
import type { Site } from '../../system/system.ts';
import type { GraphNode } from '../node.ts';
import type { SiteTopology } from '../topology.ts';
import type { GateOfSite } from './feeder.ts';
import type { Search } from './search.ts';

const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';

/** The alarms of a site by the metrics that they watch. */
export function alarmsOf(
  search: Search,
  site: Site,
  gate: GateOfSite | undefined,
  cluster: GraphNode | undefined,
): SiteTopology['alarms'] {
  const lag = search
    .inRegion(ALARM, site)
    .find(
      (one) =>
        one.text('metricName') === 'AuroraGlobalDBReplicationLag' &&
        dimensionOf(one, 'DBClusterIdentifier') === cluster?.id,
    )
    ?.text('name');
  return { serviceUnreachable: unreachable(search, site, gate), ...(lag !== undefined && { replicationLag: lag }) };
}

function unreachable(search: Search, site: Site, gate: GateOfSite | undefined): string {
  // without a gate there is no signal to look for, and that has been told
  if (gate === undefined && !search.isBound(site, 'alarm')) return '';
  const alarms = search.inRegion(ALARM, site);
  const found = search.choose(site, {
    part: 'alarm',
    type: ALARM,
    what: 'the alarm that is on while the public name does not answer',
    fits: alarms.filter(
      (one) =>
        one.text('metricName') === 'ServiceReachable' &&
        one.text('namespace') === gate?.namespace &&
        dimensionOf(one, 'Site') === gate?.site,
    ),
    next: `watch ServiceReachable of ${gate?.namespace ?? 'the gate'}, which the feeder of the gate publishes (stacks/components/site-alarms.ts)`,
  });
  return search.text(found, 'name', `the name of the alarm of site ${site.name}`);
}

function dimensionOf(alarm: GraphNode, name: string): unknown {
  const dimensions = alarm.value('dimensions');
  return dimensions.known ? (dimensions.value as PropertyMap | undefined)?.[name] : undefined;
}
