import { placeOf } from '../../evidence/place.ts';
import type { Graph } from '../../graph/graph.ts';
import type { GraphNode } from '../../graph/node.ts';
import { canonicalHash } from '../../lib/canonical.ts';
import { isSecret, isUnknown, type PropertyMap, type PropertyValue } from '../../lib/property.ts';
import type { Rule } from '../rule.ts';
import type { VerdictRow } from '../verdict.ts';

/**
 * The hash that binds a waiver to what it excuses: `sha256:…` over the control, the place of the verdict, and the inputs of the
 * resource and of its companions (resources of the types that the control reads which depend on it in its stack, or on which it
 * depends). For a verdict on a stack or the estate: the inputs of all resources of the control's types in it, and the names of the
 * stacks. Secrets are left out; what names a resource of the graph, by id or ARN, counts as its URN, so that a replacement with the
 * same inputs changes nothing.
 */
export function boundHash(graph: Graph, rule: Pick<Rule, 'types' | 'reads'>, row: VerdictRow): string {
  const types = new Set([...rule.types, ...(rule.reads ?? [])]);
  const concerned = [...types].flatMap((type) => graph.byType(type));
  const nodes = row.urn === undefined ? inScope(concerned, row.stack) : withCompanions(graph, concerned, row.urn);
  const resources = nodes
    .map((node) => [node.urn, boundInputs(graph, node)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const stacks = row.urn === undefined ? stacksOf(graph, row.stack) : [];
  return `sha256:${canonicalHash({ control: row.control, place: placeOf(row), stacks, resources })}`;
}

function inScope(nodes: readonly GraphNode[], stack: string | undefined): readonly GraphNode[] {
  return nodes.filter((node) => stack === undefined || node.stack === stack);
}

function stacksOf(graph: Graph, stack: string | undefined): string[] {
  return stack === undefined ? [...new Set(graph.nodes.map((node) => node.stack))].sort() : [stack];
}

function withCompanions(graph: Graph, concerned: readonly GraphNode[], urn: string): readonly GraphNode[] {
  const own = graph.byUrn(urn);
  const edges = new Set(own === undefined ? [] : edgesOf(own));
  const companions = concerned.filter(
    (node) => node.urn !== urn && (edges.has(node.urn) || edgesOf(node).includes(urn)),
  );
  return own === undefined ? companions : [own, ...companions];
}

function edgesOf({ dependencies, propertyDependencies }: GraphNode): readonly string[] {
  return [...dependencies, ...Object.values(propertyDependencies).flat()];
}

function boundInputs(graph: Graph, node: GraphNode): PropertyMap {
  const entries = Object.entries(node.inputs).map(([name, value]) => {
    const edges = node.propertyDependencies[name] ?? [];
    // what a preview does not know yet and only one resource can tell is that resource
    if (isUnknown(value) && edges.length === 1) return [name, edges[0]];
    return [name, bound(graph, value)];
  });
  return Object.fromEntries(entries.filter(([name]) => !String(name).startsWith('__')));
}

function bound(graph: Graph, value: PropertyValue | undefined): PropertyValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return nameOf(graph, value) ?? value;
  if (typeof value !== 'object') return value;
  if (isSecret(value)) return '[secret]';
  if (Array.isArray(value)) return value.map((item) => bound(graph, item));
  const members = Object.entries(value).filter(([name, member]) => member !== undefined && !name.startsWith('__'));
  return Object.fromEntries(members.map(([name, member]) => [name, bound(graph, member)]));
}

function nameOf(graph: Graph, text: string): string | undefined {
  const byId = graph.byId(text);
  return graph.byArn(text)?.urn ?? (byId.length === 1 ? byId[0]?.urn : undefined);
}
