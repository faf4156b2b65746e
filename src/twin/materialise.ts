import { isAwsType } from '../graph/canonical-type.ts';
import { inDependencyOrder } from '../graph/dependency-order.ts';
import type { Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import { type Decrypt, decryptValue, isCiphertext } from '../graph/secret-value.ts';
import { EvenkeelError } from '../lib/errors.ts';
import { type PropertyMap, type PropertyValue, reveal } from '../lib/property.ts';
import { createMissingZones } from './missing-zones.ts';
import { applyWriter } from './observed-writer.ts';
import { behaviourOf } from './provider/behaviour.ts';
import { Renaming } from './rewrite.ts';
import type { Twin } from './twin.ts';

export interface Materialised {
  /** How many resources were created. */
  readonly created: number;
  /** What the new world calls something of the checkpoints: an id, an ARN, a DNS name. Itself where it has kept its name. */
  renamed(name: string): string;
  /** The resources that are kept without behaviour, sorted by URN, each with what that costs a proof. */
  readonly inert: readonly { readonly urn: string; readonly type: string; readonly cost: string }[];
  /** The resources of other packages, which are not of AWS and were left out. */
  readonly leftOut: readonly { readonly urn: string; readonly type: string }[];
}

/**
 * Plays the creates of a whole graph into a twin, in dependency order and through the provider's own adapters, so that the
 * world is the one that bringing the stacks up would have made; ids are new. Then what a failover had moved is put back as the
 * checkpoints saw it: sizes of fleets, flags of the gate, and which cluster writes. Only for the last does the clock move on,
 * by the minutes of a switchover, and only where another cluster writes than the one that founded the database.
 *
 * `decrypt` opens the ciphertext of secrets; without it a secret that a create needs is an error. Throws `twin.refused` and its kin,
 * naming the resource, where the graph could not exist on AWS.
 */
export function materialise(graph: Graph, twin: Twin, options: { readonly decrypt?: Decrypt } = {}): Materialised {
  const renaming = new Renaming();
  const inert: { urn: string; type: string; cost: string }[] = [];
  const leftOut: { urn: string; type: string }[] = [];
  let created = 0;
  learnAccount(graph, twin, renaming);
  twin.world.transact(() => {
    createMissingZones(graph, twin, renaming);
    for (const node of inDependencyOrder(graph)) {
      if (!node.custom || node.type.startsWith('pulumi:')) continue;
      if (!isAwsType(node.type)) {
        leftOut.push({ urn: node.urn, type: node.type });
        continue;
      }
      if (twin.resources.isInert(node.type)) inert.push({ urn: node.urn, type: node.type, cost: costOf(node.type) });
      createNode(node, graph, twin, renaming, options.decrypt);
      created++;
    }
  });
  applyWriter(graph, twin, renaming);
  return { created, renamed: (name) => renaming.of(name), inert: byUrn(inert), leftOut: byUrn(leftOut) };
}

function createNode(node: GraphNode, graph: Graph, twin: Twin, renaming: Renaming, decrypt: Decrypt | undefined): void {
  const opened = decryptValue(observedInputs(node), node.stack, decrypt) as PropertyMap;
  refuseCiphertext(node, opened);
  const { id, outputs } = twin.resources.create({
    urn: node.urn,
    type: node.type,
    config: { ...node.provider?.inputs, ...(node.region !== undefined && { region: node.region }) },
    inputs: renaming.apply(opened) as PropertyMap,
  });
  renaming.learn(node.id ?? '', id);
  const isOthers = (text: string) => {
    const byArn = graph.byArn(text);
    const owners = byArn === undefined ? graph.byId(text) : [byArn];
    return owners.length > 0 && !owners.includes(node);
  };
  renaming.learnOutputs(node, reveal(outputs) as PropertyMap, isOthers);
}

/** The inputs with what runs had moved since: values under `ignoreChanges`, the size of a fleet, a flag, a made-up name. */
function observedInputs(node: GraphNode): PropertyMap {
  const behaviour = behaviourOf(node.type);
  const inputs: Record<string, PropertyValue | undefined> = node.external ? asInputs(node) : { ...node.inputs };
  for (const name of [...node.ignoreChanges, ...(MOVED[node.type] ?? [])]) {
    const seen = node.outputs[name];
    if (inputs[name] !== undefined && seen !== undefined && !isCiphertext(seen)) inputs[name] = seen;
  }
  for (const name of Object.keys(behaviour?.in ?? {})) {
    const isNamed = name.endsWith('Prefix') && behaviour?.in[name.slice(0, -'Prefix'.length)] !== undefined;
    const base = name.slice(0, -'Prefix'.length);
    if (isNamed && inputs[base] === undefined && node.outputs[base] !== undefined) inputs[base] = node.outputs[base];
  }
  return inputs;
}

/** What a failover moves, by the types of Pulumi. */
const MOVED: Readonly<Record<string, readonly string[]>> = {
  'aws:autoscaling/group:Group': ['desiredCapacity'],
  'aws:dynamodb/tableItem:TableItem': ['item'],
};

/** A resource that was only read exists all the same: it is made from what was read. */
function asInputs(node: GraphNode): Record<string, PropertyValue | undefined> {
  const names = Object.keys(behaviourOf(node.type)?.in ?? {});
  return Object.fromEntries(
    names.filter((name) => node.outputs[name] !== undefined).map((name) => [name, node.outputs[name]]),
  );
}

/** Checkpoints of one account make a world of another. */
function learnAccount(graph: Graph, twin: Twin, renaming: Renaming): void {
  for (const node of graph.nodes) {
    const account = /^arn:aws[\w-]*:[^:]+:[^:]*:(\d{12}):/.exec(String(reveal(node.outputs['arn'])))?.[1];
    if (account !== undefined) renaming.learn(account, twin.world.account);
  }
}

function refuseCiphertext(node: GraphNode, inputs: PropertyMap): void {
  const closed = Object.keys(inputs).filter((name) => holdsCiphertext(inputs[name]));
  if (closed.length === 0) return;
  throw new EvenkeelError({
    code: 'graph.secret',
    message: `${node.urn}: a secret input cannot be read`,
    found: `ciphertext in ${closed.sort().join(', ')}`,
    allowed: 'a checkpoint whose secrets can be decrypted, or that shows them',
    next: 'give the state folder whose passphrase encrypted it, or export with pulumi stack export --show-secrets',
  });
}

function holdsCiphertext(value: PropertyValue | undefined): boolean {
  if (isCiphertext(value)) return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((item) => holdsCiphertext(item as PropertyValue))
  );
}

function costOf(type: string): string {
  return `the twin has no ${type}: it is kept without endpoint or behaviour, and nothing that needs it is proven`;
}

function byUrn<T extends { readonly urn: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
