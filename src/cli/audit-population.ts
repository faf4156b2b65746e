import type { JudgedCheckpoint, JudgedStack, Population } from '../evidence/population.ts';
import { isAwsType } from '../graph/canonical-type.ts';
import type { Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import type { Evaluation } from '../policy/index.ts';
import type { AuditInput } from './audited.ts';

interface Judged {
  readonly graph: Graph;
  readonly inputs: readonly AuditInput[];
  readonly evaluation: Pick<Evaluation, 'unsupportedTypes'>;
  readonly nowMs: number;
}

/** What an audit looked at, how old that is, and what it did not see. */
export function populationOf({ graph, inputs, evaluation, nowMs }: Judged): Population {
  const byStack = Map.groupBy(graph.nodes, ({ stack }) => stack);
  const stacks = [...byStack].map(([stack, nodes]) => stackOf(stack, nodes, evaluation.unsupportedTypes));
  return {
    checkpoints: inputs.map(({ name, madeAt }) => checkpointOf(name, madeAt, nowMs)),
    stacks: stacks.toSorted((a, b) => (a.stack < b.stack ? -1 : 1)),
    stacksNotGiven: notGiven(graph, new Set(byStack.keys())),
  };
}

function checkpointOf(name: string, madeAt: string | undefined, nowMs: number): JudgedCheckpoint {
  if (madeAt === undefined) return { name };
  return { name, madeAt, ageSeconds: Math.round((nowMs - Date.parse(madeAt)) / 1000) };
}

function stackOf(stack: string, nodes: readonly GraphNode[], unsupported: Evaluation['unsupportedTypes']): JudgedStack {
  const own = nodes.filter(({ custom, type }) => custom && (isAwsType(type) || !type.startsWith('pulumi:')));
  return {
    stack,
    resources: own.length,
    unsupported: own.filter(({ type }) => Object.hasOwn(unsupported, type)).length,
    external: own.filter(({ external }) => external).length,
  };
}

/** By the references to stacks: of `organization/project/stack` the last part is the stack's name. */
function notGiven(graph: Graph, given: ReadonlySet<string>): Population['stacksNotGiven'] {
  const from = new Map<string, Set<string>>();
  for (const node of graph.byType('pulumi:pulumi:StackReference')) {
    const name = node.text('name') ?? node.name;
    if (given.has(name.split('/').at(-1) ?? name)) continue;
    from.set(name, (from.get(name) ?? new Set()).add(node.stack));
  }
  return [...from].sort().map(([stack, stacks]) => ({ stack, from: [...stacks].sort() }));
}
