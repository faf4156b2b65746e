import type { Graph } from '../../graph/graph.ts';
import type { GraphNode } from '../../graph/node.ts';
import { EvenkeelError } from '../../lib/errors.ts';
import { type PropertyValue, reveal } from '../../lib/property.ts';

/** The failure of a create, with what the resource names that no checkpoint holds: the usual reason for it. */
export function withStrangers(error: EvenkeelError, node: GraphNode, graph: Graph): EvenkeelError {
  const strangers = strangersIn(node, graph);
  if (strangers.length === 0) return error;
  const problems = error.problems.map((problem) => ({
    ...problem,
    found: [problem.found, `${strangers.join(', ')}, which no checkpoint holds`].filter(Boolean).join('; '),
    next: 'give the checkpoint of the stack that made it too (--file may be repeated)',
  }));
  return new EvenkeelError(problems, { cause: error });
}

/** Ids and ARNs of AWS in the inputs that no resource of the graph has. */
function strangersIn(node: GraphNode, graph: Graph): string[] {
  const found = textsIn(reveal(node.inputs)).filter(
    (text) =>
      (NAMED.test(text) || /^arn:aws[\w-]*:[\w-]+:[\w-]*:\d{12}:/.test(text)) &&
      graph.byArn(text) === undefined &&
      graph.byId(text).length === 0,
  );
  return [...new Set(found)].sort();
}

const NAMED = /^(?:vpc|subnet|sg|rtb|igw|nat|lt|eipalloc|acl)-[0-9a-f]{8,17}$/;

function textsIn(value: PropertyValue | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((item) => textsIn(item as PropertyValue));
}
