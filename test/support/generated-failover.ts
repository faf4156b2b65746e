import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunDocument } from '../../src/reports/run-document.ts';
import { generateSystem, writeSystem } from '../system/generate.ts';
import { bringSystemUp, changesOf } from './system-up.ts';

/** What became of a generated system that was brought up, previewed, and lost the region that writes. */
export interface GeneratedFailover {
  readonly name: string;
  /** The region of each site, by its name. */
  readonly regions: Readonly<Record<string, string>>;
  readonly founder: string;
  /** What the preview right after the update would change: nothing, as it should be. */
  readonly changes: Readonly<Record<string, string>>;
  readonly document: RunDocument;
}

/** Even seeds have two sites, odd ones three; everything else follows from the seed as well. */
export async function failOverGenerated(seed: number): Promise<GeneratedFailover> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-generated-'));
  const system = generateSystem(seed, { sites: 2 + (seed % 2) });
  const up = await bringSystemUp(writeSystem(folder, system));
  try {
    const changes = changesOf(await up.preview());
    const { document } = await up.rehearse('region-loss', String(seed));
    const regions = Object.fromEntries(up.subject.topology.sites.map(({ site, region }) => [site, region]));
    return { name: system.name, regions, founder: up.subject.lastKnownWriter, changes, document };
  } finally {
    up.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is wrong with it; nothing, as it should be. */
export function faultsOf({ regions, founder, changes, document }: GeneratedFailover): string[] {
  const { sites, outcome, violations, calls, blocked } = document;
  const lostRegion = regions[founder] ?? 'no region';
  return [
    ...Object.entries(changes).map(([resource, change]) => `the preview is not empty: ${resource}: ${change}`),
    ...(outcome === 'recovered' ? [] : [`the outcome is ${outcome}: ${document.notes.join('; ')}`]),
    ...violations.map(({ checker, message }) => `${checker}: ${message}`),
    ...(sites.lost === founder ? [] : [`${sites.lost} was lost, not ${founder}, which wrote`]),
    ...(sites.winner !== founder && sites.winner in regions ? [] : [`${sites.winner} won`]),
    ...(lostRegion in calls ? [`the lost region ${lostRegion} was called`] : []),
    ...(Object.keys(calls).length > 0 ? [] : ['nothing was called']),
    ...(blocked.refusedCalls === 0 ? [] : [`${blocked.refusedCalls} calls were refused`]),
  ];
}
