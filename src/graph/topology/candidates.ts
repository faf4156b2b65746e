import type { BoundPart } from '../../system/system.ts';
import type { Graph } from '../graph.ts';
import type { GraphNode } from '../node.ts';

/** How many candidates a message names. */
const MOST = 6;

/** Resources for a message: how many, and the first of them by URN. */
export function listed(nodes: readonly GraphNode[]): string {
  const sorted = [...nodes].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const shown = sorted.slice(0, MOST).map(describe).join('; ');
  const rest = sorted.length > MOST ? `; and ${sorted.length - MOST} more` : '';
  return sorted.length > 1 ? `${sorted.length}: ${shown}${rest}` : shown;
}

export function describe(node: GraphNode): string {
  const at = node.at === undefined ? '' : `, ${node.at}`;
  return `${node.name} (${node.type} ${node.id ?? 'without id'}, stack ${node.stack}${at})`;
}

/** The YAML that makes a choice, with the first candidate filled in. */
export function bindingText(
  graph: Graph,
  { environment, site, part }: { readonly environment: string; readonly site: string; readonly part: BoundPart },
  candidates: readonly GraphNode[],
): string {
  const names = candidates.map((node) => nameOf(graph, node)).sort();
  const [first = ''] = names;
  const others = names.slice(1, MOST);
  return [
    `say in the system file which it is, below environments.${environment}:`,
    '             bindings:',
    `               ${site}:`,
    `                 ${part}: ${JSON.stringify(first)}${others.length > 0 ? `   # or ${others.join(', ')}` : ''}`,
  ].join('\n');
}

/** The shortest of what names a resource alone: its id, else its URN. */
function nameOf(graph: Graph, node: GraphNode): string {
  const { id = '' } = node;
  return id !== '' && graph.byId(id).length === 1 ? id : node.urn;
}
