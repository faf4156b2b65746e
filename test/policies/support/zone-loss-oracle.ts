import type { ServicePaths, Survival } from '../../../policies/facts/zone-loss.ts';

/**
 * The answer found by trying: every place for every part whose zone is not set, every zone taken away, every path walked. Written
 * apart from `survivalOf`, slow, and for few nodes.
 */
export function survivalByHand(service: ServicePaths): Survival['is'] {
  let someOutlives = false;
  let someEnds = false;
  for (const world of worldsOf(service)) {
    if (outlives(world)) someOutlives = true;
    else someEnds = true;
    if (someOutlives && someEnds) return 'open';
  }
  return someEnds ? 'ends' : 'outlives every zone';
}

/** A service in which every part is there and every zone is set. */
interface World {
  readonly service: ServicePaths;
  /** By the place of the part among nodes, then edges. */
  readonly zones: readonly (readonly string[])[];
  readonly there: readonly boolean[];
}

function worldsOf(service: ServicePaths): World[] {
  const parts = [...service.nodes, ...service.edges];
  const named = new Set(parts.flatMap(({ zones }) => zones.filter((zone) => zone !== undefined)));
  // one zone more than there are names for each part that may stand anywhere
  const everywhere = [
    ...named,
    ...parts.map((_, index) => `other ${index}`).slice(0, parts.filter((p) => p.zones.includes(undefined)).length),
  ];
  let worlds: { zones: string[][]; there: boolean[] }[] = [{ zones: [], there: [] }];
  for (const part of parts) {
    const choices: { zones: string[]; there: boolean }[] = [];
    if (part.isPerhaps) choices.push({ zones: [], there: false }, { zones: [], there: true });
    else if (!part.zones.includes(undefined)) choices.push({ zones: part.zones.map(String), there: true });
    else for (const zone of everywhere) choices.push({ zones: part.zones.map((one) => one ?? zone), there: true });
    worlds = worlds.flatMap((world) =>
      choices.map(({ zones, there }) => ({ zones: [...world.zones, zones], there: [...world.there, there] })),
    );
  }
  return worlds.map((world) => ({ service, ...world }));
}

function outlives(world: World): boolean {
  const zones = ['none of them', ...new Set(world.zones.flat())];
  return zones.every((zone) => servedWithout(world, zone) >= world.service.minimum);
}

/** The capacity of the targets on the paths that are left, each walked from the client to its end. */
function servedWithout({ service, zones, there }: World, zone: string): number {
  const { nodes, edges, stores } = service;
  const place = new Map(nodes.map(({ name }, index) => [name, index]));
  const stays = (part: number) => there[part] === true && zones[part]?.includes(zone) === false;
  const onward = nodes.map(({ name }) =>
    edges.flatMap(({ from, to }, index) => (from === name && stays(nodes.length + index) ? [place.get(to) ?? -1] : [])),
  );
  // for each node, the stores that a path through it has come to
  const served = nodes.map(() => new Set<number>());
  const onPath = new Set<number>();
  const path: number[] = [];
  walk(place.get(service.client) ?? -1);
  const serving = nodes.filter((_, index) => onPath.has(index) && served[index]?.size === stores.length);
  return serving.reduce((sum, { capacity }) => sum + (capacity ?? 0), 0);

  function walk(index: number): void {
    if (!stays(index)) return;
    path.push(index);
    onPath.add(index);
    for (const [store, members] of stores.entries()) {
      if (members.includes(nodes[index]?.name ?? '')) for (const one of path) served[one]?.add(store);
    }
    for (const next of onward[index] ?? []) walk(next);
    path.pop();
  }
}
