import { join } from 'node:path';
import type { Row } from './measure.ts';
import { inNewFolder, nodeMs } from './processes.ts';
import { type PulumiProject, pulumiOnPath, withPulumiProject } from './pulumi-project.ts';

const SIZES = [
  { count: 100, runs: 3, bound: 2 },
  { count: 1000, runs: 1, bound: 8 },
] as const;
const ACTIONS = ['up', 'no-op up', 'preview'] as const;
type Action = (typeof ACTIONS)[number];
/** Seconds of each action, run by run. */
type Figures = Record<Action, number[]>;

/**
 * The same program of many resources on both engines, each against a persistent twin of its own, the runs in turn: `up` from nothing,
 * `up` again, `preview`; whole processes. The embedded engine reads every resource first; Pulumi's is spared that (no `--refresh`)
 * and its own preview (`--skip-preview`). Where there is no `pulumi` on the PATH, only the embedded engine's rows.
 */
export async function enginesSideBySide(tell: (what: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  const pulumi = pulumiOnPath();
  if (pulumi === undefined) tell('no pulumi on the PATH: the embedded engine alone');
  for (const { count, runs, bound } of SIZES) {
    const embedded: Figures = { up: [], 'no-op up': [], preview: [] };
    const real: Figures = { up: [], 'no-op up': [], preview: [] };
    for (let run = 0; run < runs; run++) {
      tell(`${count} resources, run ${run + 1} of ${runs}`);
      await inNewFolder((folder) => runEmbedded(count, folder, embedded));
      if (pulumi === undefined) continue;
      await inNewFolder((folder) => withPulumiProject(folder, pulumi, count, (project) => runReal(project, real)));
    }
    for (const action of ACTIONS) rows.push(...rowsOf(action, count, bound, embedded[action], real[action]));
  }
  return rows;
}

function runEmbedded(count: number, folder: string, figures: Figures): void {
  const script = join('scripts', 'bench', 'embedded-many.ts');
  const seconds = (mode: string) => nodeMs([script, mode, String(count), folder]) / 1000;
  figures.up.push(seconds('update'));
  figures['no-op up'].push(seconds('update'));
  figures.preview.push(seconds('preview'));
}

function runReal(project: PulumiProject, figures: Figures): void {
  figures.up.push(project.seconds('up', '--yes', '--skip-preview'));
  figures['no-op up'].push(project.seconds('up', '--yes', '--skip-preview'));
  figures.preview.push(project.seconds('preview'));
}

function rowsOf(action: Action, count: number, bound: number, embedded: number[], real: number[]): Row[] {
  const what = `${action} of ${count} resources`;
  const rows: Row[] = [{ what: `${what}, embedded engine`, unit: 's', figures: embedded }];
  if (real.length === 0) return rows;
  const ratios = real.map((seconds, run) => seconds / (embedded[run] ?? Number.NaN));
  rows.push({ what: `${what}, Pulumi CLI`, unit: 's', figures: real });
  rows.push({ what: '  as many times faster', unit: '×', figures: ratios, atLeast: bound });
  return rows;
}
