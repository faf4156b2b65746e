/** A part of a service: lost with any of the zones that it stands in. */
interface Part {
  readonly name: string;
  /** None for what outlives every zone; `undefined` for a zone that is not set. */
  readonly zones: readonly (string | undefined)[];
  /** True for a part that is perhaps not there, or perhaps outlives every zone. */
  readonly isPerhaps?: boolean;
}

export interface PathNode extends Part {
  /** What a target can serve; none for what only passes on. */
  readonly capacity?: number;
}

/** Leads from the client onward, never in a circle. */
export interface PathEdge extends Part {
  readonly from: string;
  readonly to: string;
}

/** One service as paths: client, names, balancers, targets, and the stores that each target needs. Nodes are told by their names. */
export interface ServicePaths {
  readonly client: string;
  readonly nodes: readonly PathNode[];
  readonly edges: readonly PathEdge[];
  /** Each store by its members, of which one is enough: the one that writes, or one that can be promoted. */
  readonly stores: readonly (readonly string[])[];
  /** The least capacity of targets that a path leads through to a member of every store. */
  readonly minimum: number;
}

export type Survival =
  | { readonly is: 'outlives every zone' }
  | {
      readonly is: 'ends';
      /** `undefined` where it does not even work with every zone. */
      readonly zone: string | undefined;
      /** The parts of which the loss alone ends it; where no one part does, all that are lost together. */
      readonly points: readonly string[];
      readonly capacity: number;
    }
  | { readonly is: 'open'; readonly zone: string | undefined; readonly because: readonly string[] };

/**
 * Takes each zone away in turn. A zone that is not set may be any: the service outlives every zone where it does so wherever
 * those parts stand, and ends where it does so wherever they stand. The best that can be is that each stands in a zone of its own,
 * the worst that all of them stand in the zone that is lost: to lose less never ends more.
 */
export function survivalOf(service: ServicePaths): Survival {
  const parts: readonly Part[] = [...service.nodes, ...service.edges];
  const zones = [...new Set(parts.flatMap((part) => part.zones.filter((zone) => zone !== undefined)))].sort();
  const unset = parts.filter((part) => !part.isPerhaps && part.zones.includes(undefined));
  const losses: readonly Loss[] = [
    { zone: undefined, parts: [] },
    ...zones.map((zone) => ({ zone, parts: parts.filter((part) => !part.isPerhaps && part.zones.includes(zone)) })),
    ...unset.map((part) => ({ zone: `the zone of ${part.name}`, parts: [part] })),
  ];
  for (const loss of losses) {
    const capacity = capacityWithout(service, new Set(loss.parts));
    if (capacity < service.minimum) return { is: 'ends', zone: loss.zone, points: pointsOf(service, loss), capacity };
  }
  const open = parts.filter((part) => part.isPerhaps || part.zones.includes(undefined));
  for (const zone of [...zones, undefined]) {
    const lost = parts.filter((part) => open.includes(part) || part.zones.includes(zone));
    if (capacityWithout(service, new Set(lost)) < service.minimum) return { is: 'open', zone, because: namesOf(open) };
  }
  return { is: 'outlives every zone' };
}

interface Loss {
  readonly zone: string | undefined;
  readonly parts: readonly Part[];
}

/** The parts of which each alone would end the service; where none would, all that the loss takes. */
function pointsOf(service: ServicePaths, loss: Loss): readonly string[] {
  const single = loss.parts.filter((part) => capacityWithout(service, new Set([part])) < service.minimum);
  return namesOf(single.length > 0 ? single : loss.parts);
}

function namesOf(parts: readonly Part[]): readonly string[] {
  return [...new Set(parts.map(({ name }) => name))].sort();
}

/** The capacity of the targets that stay on a path from the client to a member of every store. */
function capacityWithout(service: ServicePaths, lost: ReadonlySet<Part>): number {
  const nodes = service.nodes.filter((node) => !lost.has(node));
  const there = new Set(nodes.map(({ name }) => name));
  const edges = service.edges.filter((edge) => !lost.has(edge) && there.has(edge.from) && there.has(edge.to));
  const forward = Map.groupBy(edges, ({ from }) => from);
  const backward = Map.groupBy(edges, ({ to }) => to);
  const onward = (name: string) => (forward.get(name) ?? []).map(({ to }) => to);
  const back = (name: string) => (backward.get(name) ?? []).map(({ from }) => from);
  const reached = reachOf(
    [service.client].filter((name) => there.has(name)),
    onward,
  );
  const served = service.stores.map((members) =>
    reachOf(
      members.filter((member) => there.has(member)),
      back,
    ),
  );
  const serving = nodes.filter(({ name }) => reached.has(name) && served.every((store) => store.has(name)));
  return serving.reduce((sum, { capacity = 0 }) => sum + capacity, 0);
}

function reachOf(starts: readonly string[], next: (name: string) => readonly string[]): ReadonlySet<string> {
  const reached = new Set(starts);
  for (const name of reached) for (const other of next(name)) reached.add(other);
  return reached;
}
