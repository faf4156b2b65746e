import { join } from 'node:path';
import { Journal } from '../../src/runner/journal/journal.ts';
import { milliseconds } from './measure.ts';

const STEPS = 500;
const STARTED_MS = Date.UTC(2026, 0, 1);

/** Milliseconds of one step's intent and outcome, each on the disk before the next, in a new journal in `folder`. */
export async function journalStepMs(folder: string): Promise<number> {
  const journal = await Journal.open(join(folder, 'journal.db'));
  const run = journal.begin(
    {
      runbook: 'bench',
      title: 'Bench',
      system: 'bench',
      environment: 'prod',
      target: 'twin',
      stamp: 'simulated',
      context: {},
    },
    STARTED_MS,
  );
  const ms = milliseconds(() => {
    for (let index = 0; index < STEPS; index++) appendStep(journal, run, index);
  });
  journal.close();
  return ms / STEPS;
}

function appendStep(journal: Journal, run: string, index: number): void {
  const step = `step-${index}`;
  const operation = 'rds.FailoverGlobalCluster';
  const inputHash = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';
  const atMs = STARTED_MS + index;
  journal.append(run, atMs, { type: 'intent', step, attempt: 1, operation, region: 'us-west-2', inputHash });
  journal.append(run, atMs, { type: 'outcome', step, attempt: 1, outcome: 'answered' });
}
