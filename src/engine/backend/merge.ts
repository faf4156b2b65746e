import type { PendingOperation } from './checkpoint.ts';
import { contentHash, type EncodedResource, encodedSlot, sameEncoded } from './encoded.ts';
import { applyStep, type Folded, fold } from './fold.ts';
import type { JournalLine, JournalStep } from './journal.ts';

/** What one resource of a journal is to the checkpoint that another engine has written since, and what becomes of it. */
export type MergeVerdict =
  /** Only the journal has it: its record is kept. */
  | 'created'
  /** The other engine left it as it was: what the journal did stands. */
  | 'changed'
  | 'deleted'
  /** Both say the same. */
  | 'agreed'
  /** The journal changed it, the other engine deleted it: the record is kept, and reading the resource tells. */
  | 'deleted-elsewhere'
  /** The journal deleted it, the other engine changed it: the record is kept, and reading the resource tells. */
  | 'changed-elsewhere'
  /** Both changed the same resource: the other engine's record is the later one. */
  | 'changed-twice'
  /** Both made a resource of that URN: the other engine's is kept, the journal's is to be deleted. */
  | 'made-twice'
  /** Begun, of unknown outcome. */
  | 'begun'
  /** Kept, but its provider is in neither record: nothing could be done with it. */
  | 'without-provider';

export interface MergeRow {
  readonly urn: string;
  readonly id: string | undefined;
  readonly verdict: MergeVerdict;
}

export interface Merge {
  /** One for each resource that the journal touched; sorted by URN. */
  readonly rows: readonly MergeRow[];
  readonly merged: Folded;
}

/**
 * A three-way merge: what the journal started from (its `was`), what it made of that, and the checkpoint as it is now. A record
 * of a resource is dropped only where the engine that deleted it was the last to touch it; every other doubt keeps the
 * record, because a record without a resource is found by reading and a resource without a record is not.
 */
export function merge(
  checkpoint: readonly EncodedResource[],
  checkpointPending: readonly PendingOperation[],
  lines: readonly JournalLine[],
): Merge {
  const steps = lines.filter((line) => line.kind === 'step');
  const journal = fold([], [], steps);
  const was = Object.assign({}, ...steps.map((step) => step.was ?? {})) as Record<string, string>;
  const merged = fold(checkpoint, checkpointPending, []);
  const rows: MergeRow[] = [];
  for (const slot of touched(steps)) {
    const mine = journal.resources.get(slot);
    const theirs = merged.resources.get(slot);
    const verdict = verdictOf(was[slot], mine, theirs);
    settle(merged.resources, slot, verdict, mine);
    const named = mine ?? theirs;
    rows.push({ urn: named?.urn ?? slot, id: named?.id, verdict });
  }
  for (const [number, operation] of journal.pending) {
    merged.pending.set(number, operation);
    rows.push({ urn: operation.resource.urn, id: operation.resource.id, verdict: 'begun' });
  }
  for (const { rename } of steps) if (rename !== undefined) applyStep(merged, { kind: 'step', rename });
  rows.push(...tidy(merged.resources));
  rows.sort((a, b) => compare(a.urn, b.urn) || compare(a.id ?? '', b.id ?? '') || compare(a.verdict, b.verdict));
  return { rows, merged };
}

function verdictOf(was: string | undefined, mine?: EncodedResource, theirs?: EncodedResource): MergeVerdict {
  const unchanged = theirs !== undefined && was === contentHash(theirs);
  if (mine === undefined) return theirs === undefined ? 'agreed' : unchanged ? 'deleted' : 'changed-elsewhere';
  if (theirs === undefined) return was === undefined ? 'created' : 'deleted-elsewhere';
  if (sameEncoded(mine, theirs)) return 'agreed';
  if (unchanged) return 'changed';
  return mine.id === theirs.id ? 'changed-twice' : 'made-twice';
}

function settle(
  resources: Map<string, EncodedResource>,
  slot: string,
  verdict: MergeVerdict,
  mine: EncodedResource | undefined,
): void {
  if (verdict === 'deleted') resources.delete(slot);
  if (mine === undefined) return;
  if (verdict === 'created' || verdict === 'changed' || verdict === 'deleted-elsewhere') resources.set(slot, mine);
  if (verdict !== 'made-twice') return;
  const condemned = { ...mine, delete: true };
  resources.set(encodedSlot(condemned), condemned);
}

/** Slots in the order in which the journal first touched them. */
function touched(steps: readonly JournalStep[]): Set<string> {
  return new Set(steps.flatMap(({ put, drop }) => [...(put ?? []).map(encodedSlot), ...(drop ?? [])]));
}

/** Takes away what no checkpoint may hold: a resource both live and to be deleted, and edges to what is no more. */
function tidy(resources: Map<string, EncodedResource>): MergeRow[] {
  for (const [slot, resource] of resources) {
    if (resource.delete && resources.get(resource.urn)?.id === resource.id) resources.delete(slot);
  }
  const urns = new Set([...resources.values()].map(({ urn }) => urn));
  const references = new Set([...resources.values()].map(({ urn, id }) => `${urn}::${id ?? ''}`));
  const rows: MergeRow[] = [];
  for (const [slot, resource] of resources) {
    resources.set(slot, withoutLostEdges(resource, urns));
    if (resource.provider !== undefined && !references.has(resource.provider)) {
      rows.push({ urn: resource.urn, id: resource.id, verdict: 'without-provider' });
    }
  }
  return rows;
}

function withoutLostEdges(resource: EncodedResource, urns: ReadonlySet<string>): EncodedResource {
  const known = (list: readonly string[]) => list.filter((urn) => urns.has(urn));
  const { parent, dependencies, propertyDependencies, ...rest } = resource;
  return {
    ...rest,
    ...(parent !== undefined && urns.has(parent) && { parent }),
    ...(dependencies !== undefined && { dependencies: known(dependencies) }),
    ...(propertyDependencies !== undefined && {
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([key, list]) => [key, known(list)]),
      ),
    }),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
