import { isAwsType } from '../graph/canonical-type.ts';
import { inDependencyOrder, withNeeded } from '../graph/dependency-order.ts';
import type { Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import { EvenkeelError } from '../lib/errors.ts';
import { type PropertyMap, reveal } from '../lib/property.ts';
import { createExistingThings } from './materialise/existing-things.ts';
import { createExistingZones } from './materialise/existing-zones.ts';
import { createInputs } from './materialise/inputs.ts';
import { inertLimit, type Limit, sortedLimits } from './materialise/limit.ts';
import { withStrangers } from './materialise/strangers.ts';
import { applyWriter } from './observed-writer.ts';
import { Renaming } from './rewrite.ts';
import type { Twin } from './twin.ts';

export interface Materialised {
  /** How many resources were created. */
  readonly created: number;
  /** What the new world calls something of the checkpoints: an id, an ARN, a DNS name. Itself where it has kept its name. */
  renamed(name: string): string;
  /** What the world lacks of the one that the checkpoints are of, sorted. */
  readonly limits: readonly Limit[];
}

export interface MaterialiseOptions {
  /** URNs of what a proof rests on: whatever these need must be there as it was, or the answer is unknown. */
  readonly restsOn?: readonly string[];
  /** Names of hosted zones by their id, for those that no stack made. */
  readonly zones?: Readonly<Record<string, string>>;
}

/**
 * Plays the creates of a whole graph into a twin, in dependency order and through the provider's own adapters, so that the
 * world is the one that bringing the stacks up would have made; ids are new, and equal for equal graphs, whatever order the checkpoints
 * came in. Then what a failover had moved is put back as the checkpoints saw it: sizes of fleets, flags of the gate, and which cluster
 * writes. Only for the last does the clock move on, by the minutes of a switchover, and only where another cluster writes than
 * the one that founded the database.
 *
 * What the twin cannot make as it was is kept without behaviour and listed, unless the proof rests on it. Throws `twin.refused` and its
 * kin, naming the resource, where something that the proof rests on could not exist, and `graph.secret` where its secrets are closed.
 */
export function materialise(graph: Graph, twin: Twin, options: MaterialiseOptions = {}): Materialised {
  const renaming = new Renaming();
  const limits: Limit[] = [];
  const needed = options.restsOn && withNeeded(graph, options.restsOn);
  let created = 0;
  learnAccount(graph, twin, renaming);
  twin.world.transact(() => {
    createExistingZones(graph, twin, renaming, options.zones ?? {});
    limits.push(...createExistingThings(graph, twin, renaming));
    for (const node of inDependencyOrder(graph)) {
      if (!node.custom || node.type.startsWith('pulumi:')) continue;
      const isNeeded = needed?.has(node) ?? true;
      if (!isAwsType(node.type)) {
        limits.push(leftOut(node));
        continue;
      }
      limits.push(...createNode(node, graph, twin, renaming, isNeeded));
      created++;
    }
  });
  applyWriter(graph, twin, renaming);
  return { created, renamed: (name) => renaming.of(name), limits: sortedLimits(limits) };
}

function createNode(
  node: GraphNode,
  graph: Graph,
  twin: Twin,
  renaming: Renaming,
  isNeeded: boolean,
): readonly Limit[] {
  const { inputs, limits } = createInputs(node, isNeeded, twin.world.seed);
  const target = {
    urn: node.urn,
    type: node.type,
    config: { ...node.provider?.inputs, ...(node.region !== undefined && { region: node.region }) },
    inputs: renaming.apply(inputs) as PropertyMap,
  };
  const inert = twin.resources.isInert(node.type) ? [inertLimit(node.urn, node.type, isNeeded)] : [];
  try {
    learn(node, graph, renaming, twin.resources.create(target));
    return [...limits, ...inert];
  } catch (error) {
    if (!(error instanceof EvenkeelError)) throw error;
    if (isNeeded) throw withStrangers(error, node, graph);
    learn(node, graph, renaming, twin.resources.create(target, { isInert: true }));
    const [problem] = error.problems;
    const cost = `kept without behaviour, and nothing that the runbook relies on needs it: ${(problem?.message ?? '').replace(`${node.urn}: `, '')}`;
    return [...limits, { kind: 'inert', urn: node.urn, type: node.type, cost, isUnknown: false }];
  }
}

function learn(node: GraphNode, graph: Graph, renaming: Renaming, made: { id: string; outputs: PropertyMap }): void {
  renaming.learn(node.id ?? '', made.id);
  const isOthers = (text: string) => {
    const byArn = graph.byArn(text);
    const owners = byArn === undefined ? graph.byId(text) : [byArn];
    return owners.length > 0 && !owners.includes(node);
  };
  renaming.learnOutputs(node, reveal(made.outputs) as PropertyMap, isOthers);
}

/** Checkpoints of one account make a world of another. */
function learnAccount(graph: Graph, twin: Twin, renaming: Renaming): void {
  for (const node of graph.nodes) {
    const account = /^arn:aws[\w-]*:[^:]+:[^:]*:(\d{12}):/.exec(String(reveal(node.outputs['arn'])))?.[1];
    if (account !== undefined) renaming.learn(account, twin.world.account);
  }
}

function leftOut({ urn, type }: GraphNode): Limit {
  const cost = `no resource of AWS: it is left out, and what others were given of it stays as it was`;
  return { kind: 'left-out', urn, type, cost, isUnknown: false };
}
