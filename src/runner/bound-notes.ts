import type { Topology } from '../graph/topology.ts';

/** What a run took from the bindings of the system file, a line each, for its notes. */
export function boundNotes({ bound }: Topology): string[] {
  return bound.map(({ site, part, urn }) => `${part} of ${site} is bound by the system file: ${urn}`);
}
