import { type PropertyMap, reveal } from '../../lib/property.ts';
import type { Site } from '../../system/system.ts';
import type { GraphNode } from '../node.ts';
import type { Signal } from './gate.ts';
import type { Search } from './search.ts';

const FUNCTION = 'aws:lambda/function:Function';

/** A site's end of the traffic gate. */
export interface GateOfSite {
  /** What the site is called in signals and flags. */
  readonly site: string;
  readonly table: string;
  readonly namespace: string;
}

/**
 * The function that feeds the claim which a site's gate listens to: by the mark that says what it does, and the namespace and site
 * that it feeds.
 */
export function feederOf(search: Search, site: Site, heard: readonly Signal[]): GateOfSite | undefined {
  const claims = heard.filter(({ metric, region }) => metric === 'Claim' && region === site.region);
  const feeders = search.inRegion(FUNCTION, site).filter(isMarked);
  const fed = claims.map(({ namespace, dimensions }) => `${namespace} Claim of ${dimensions['Site'] ?? 'no site'}`);
  const feeder = search.choose(site, {
    part: 'gate',
    type: FUNCTION,
    what: `the function that feeds the claim of the traffic gate (${fed.join(', ') || 'its checks hear none'})`,
    fits: feeders.filter((node) =>
      claims.some(
        ({ namespace, dimensions }) =>
          settingOf(node, 'NAMESPACE') === namespace && settingOf(node, 'SITE') === dimensions['Site'],
      ),
    ),
    others: feeders,
    next: `feed it by a function with EVENKEEL_FUNCTION ${MARK}… in its environment: the twin runs no other code (stacks/functions/gate-feeder)`,
  });
  if (feeder === undefined) return undefined;
  const [name, table, namespace] = ['SITE', 'GATE_TABLE', 'NAMESPACE'].map((setting) => settingOf(feeder, setting));
  if (isMarked(feeder) && name !== undefined && table !== undefined && namespace !== undefined) {
    restsOnFlags(search, site, feeder, table);
    return { site: name, table, namespace };
  }
  search.problem(site, {
    code: 'topology.gate',
    message: `${feeder.name} is no feeder of a traffic gate that the twin knows`,
    found: `EVENKEEL_FUNCTION ${settingOf(feeder, 'EVENKEEL_FUNCTION') ?? 'not set'}`,
    allowed: `EVENKEEL_FUNCTION ${MARK}…, SITE, GATE_TABLE and NAMESPACE in its environment`,
    next: 'mark it where it does what stacks/functions/gate-feeder does; the twin runs no code of functions',
  });
  return undefined;
}

/** The table of the flags with what is in it, and what invokes the feeder. */
function restsOnFlags(search: Search, site: Site, feeder: GraphNode, table: string): void {
  for (const type of ['aws:dynamodb/table:Table', 'aws:dynamodb/tableItem:TableItem']) {
    for (const node of search.inRegion(type, site)) {
      if ((node.text('tableName') ?? node.text('name')) === table) search.rests(node);
    }
  }
  const targets = search.inRegion('aws:cloudwatch/eventTarget:EventTarget', site);
  for (const node of targets) if (node.to('arn', FUNCTION) === feeder) search.rests(node);
  const permissions = search.inRegion('aws:lambda/permission:Permission', site);
  for (const node of permissions) if (node.to('function', FUNCTION) === feeder) search.rests(node);
}

const MARK = 'gate-feeder@';

function isMarked(node: GraphNode): boolean {
  return settingOf(node, 'EVENKEEL_FUNCTION')?.startsWith(MARK) === true;
}

/** An environment variable. Of a secret environment too: the settings of a feeder are names. */
function settingOf(node: GraphNode, name: string): string | undefined {
  for (const map of [node.outputs, node.inputs]) {
    const environment = reveal(map['environment']) as PropertyMap | undefined;
    const value = (environment?.['variables'] as PropertyMap | undefined)?.[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}
