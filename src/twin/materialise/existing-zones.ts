import type { Graph } from '../../graph/graph.ts';
import { adapterAws } from '../provider/adapter-aws.ts';
import type { Renaming } from '../rewrite.ts';
import type { Twin } from '../twin.ts';

/**
 * Makes the hosted zones that records stand in and that no stack made: zones that existed before. Their name is that of their
 * stack's output `zoneName`, else the one that `names` says by id, else the domain above the names of their records.
 */
export function createExistingZones(
  graph: Graph,
  twin: Twin,
  renaming: Renaming,
  names: Readonly<Record<string, string>>,
): void {
  const records = graph.byType('aws:route53/record:Record');
  const ids = [...new Set(records.map((record) => record.text('zoneId') ?? ''))].sort();
  for (const id of ids) {
    if (id === '' || graph.byId(id).length > 0) continue;
    const here = records.filter((record) => record.text('zoneId') === id).map(nameOf);
    const aws = adapterAws(twin.dispatcher, 'us-east-1', id);
    const { HostedZone } = aws.call<{ HostedZone: { Id: string } }>('route53', 'CreateHostedZone', {
      Name: namedZone(graph, id) ?? names[id] ?? commonDomain(here),
      CallerReference: `existing-${id}`,
    });
    aws.settle(HostedZone.Id);
    renaming.learn(id, HostedZone.Id.replace(/^\/hostedzone\//, ''));
  }
}

function nameOf(record: { text(path: string): string | undefined }): string {
  return record.text('fqdn') ?? record.text('name') ?? '';
}

function namedZone(graph: Graph, id: string): string | undefined {
  const stacks = graph.byType('pulumi:pulumi:Stack').filter((stack) => stack.text('zoneId') === id);
  return stacks.map((stack) => stack.text('zoneName')).find((name) => name !== undefined);
}

/** The longest domain that all names are in; above the name where there is one only. */
function commonDomain(names: readonly string[]): string {
  const split = names.map((name) => name.replace(/\.$/, '').split('.').reverse());
  const [first = []] = split;
  const shared = first.filter((_, index) =>
    split.every((labels) => labels.slice(0, index + 1).join() === first.slice(0, index + 1).join()),
  );
  const labels = split.some((one) => one.length === shared.length) && shared.length > 2 ? shared.slice(0, -1) : shared;
  return labels.reverse().join('.');
}
