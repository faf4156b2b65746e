import { resolve } from 'node:path';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { writeFileDurably } from '../../lib/files.ts';
import { type RehearsalOptions, rehearse } from '../../rehearsal/rehearse.ts';
import { summarise } from '../../rehearsal/summary.ts';
import { isAnswerYes, type RunDocument } from '../../reports/run-document.ts';
import type { World } from '../../twin/world.ts';
import { readCheckpointFiles } from '../checkpoint-files.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { openDrillEngine } from '../drill-engine.ts';
import { drillStart } from '../drill-start.ts';
import { type Subject, subjectIn, subjectOf } from '../estate.ts';
import { runText, summaryText } from '../run-text.ts';
import { loadRunbook, loadScenario } from '../runbooks.ts';
import { shellHost } from '../shell-host.ts';

/** Rehearses a runbook on a twin in memory; over seeds, the distribution. The answer is no where any seed missed an objective. */
export const run: CommandRun = async (invocation) => {
  const { root } = invocation;
  const subject = drilled(invocation);
  const files = readCheckpointFiles(invocation.values('file'));
  const own = invocation.value('runbooks');
  const runbook = await loadRunbook(root, invocation.value('runbook') ?? 'dr-failover', own);
  const scenario = await loadScenario(root, invocation.value('scenario') ?? runbook.defaultScenario, own);
  const seeds = seedsOf(invocation);
  const { start, subject: runSubject, stacks } = await drillStart(invocation, subject, files);
  const engine = openDrillEngine(stacks);
  const batch: Batch = {
    seeds,
    replay: (seed) => replayOf(invocation, runbook.name, scenario.name, seed),
    options: {
      start,
      subject: runSubject,
      runbook,
      scenario,
      // what a child finds out depends on the image that answers it
      shellHost: shellHost(subject, {
        shared: seeds.length > 1 && !scenario.faults.some(({ kind }) => kind === 'bad-image'),
      }),
      engine: ({ provider }) => engine.begin(provider),
    },
  };
  try {
    return seeds.length === 1 ? await drillOnce(invocation, batch) : await drillAll(invocation, batch);
  } finally {
    engine.remove();
  }
};

/** What is drilled, with every seed that it is drilled with. */
interface Batch {
  readonly seeds: readonly string[];
  readonly options: Omit<RehearsalOptions, 'seed' | 'replay'>;
  replay(seed: string): string;
}

async function drillOnce(invocation: Invocation, { seeds, options, replay }: Batch): Promise<ExitCode> {
  const { output } = invocation;
  const seed = seeds[0] ?? '1';
  const { document } = await rehearse({
    ...options,
    seed,
    replay: replay(seed),
    onStep: (step, what, at) => output.progress(`${String(Math.round(at)).padStart(6)} s  ${step} ${what}`),
  });
  const report = invocation.value('report');
  if (report !== undefined) await writePage(document, report);
  output.result(document, () => runText(document, output));
  return isAnswerYes(document) ? ExitCode.done : ExitCode.answerIsNo;
}

async function drillAll(invocation: Invocation, { seeds, options, replay }: Batch): Promise<ExitCode> {
  const { output } = invocation;
  const documents: RunDocument[] = [];
  const seen = { capacityShort: 0, fencingTimedOut: 0 };
  for (const seed of seeds) {
    const { document, twin } = await rehearse({ ...options, seed, replay: replay(seed) });
    documents.push(document);
    if (hasShortage(twin.world)) seen.capacityShort++;
    if (hasFencingTimeout(twin.world)) seen.fencingTimedOut++;
    output.progress(`seed ${seed}: ${document.outcome} (${documents.length} of ${seeds.length})`, 'seeds');
  }
  const summary = summarise(documents, seen);
  const report = invocation.value('report');
  if (report !== undefined) await writePage(worstOf(documents, summary.worst[0]?.seed), report);
  output.result(summary, () => summaryText(summary, output));
  return summary.met === seeds.length ? ExitCode.done : ExitCode.answerIsNo;
}

function hasShortage(world: World): boolean {
  return world
    .table<{ status?: string }>('autoscaling.activity')
    .values()
    .some(({ status }) => status === 'Failed');
}

function hasFencingTimeout(world: World): boolean {
  return world
    .table<{ id: string }>('rds.event')
    .values()
    .some(({ id }) => id === 'RDS-EVENT-0391');
}

async function writePage(document: RunDocument, path: string): Promise<void> {
  const { runPage } = await import('../../reports/run-page.ts');
  writeFileDurably(resolve(path), runPage(document));
}

function worstOf(documents: readonly RunDocument[], seed: string | undefined): RunDocument {
  const worst = documents.find((document) => document.seed === seed) ?? documents[0];
  if (!worst) throw new Error('broken invariant: a batch has at least one drill');
  return worst;
}

/** The command that gives the same result, with everything that was not the default. */
function replayOf(invocation: Invocation, runbook: string, scenario: string, seed: string): string {
  const { SYSTEM } = invocation.positionals;
  const words = ['evenkeel', 'drill', ...(SYSTEM === undefined ? [] : [SYSTEM])];
  for (const file of invocation.values('file')) words.push('--file', quoted(file));
  const file = invocation.value('system');
  if (file !== undefined) words.push('--system', quoted(file));
  const runbooks = invocation.value('runbooks');
  if (runbooks !== undefined) words.push('--runbooks', quoted(runbooks));
  if (invocation.environmentName !== 'prod') words.push('--env', invocation.environmentName);
  if (runbook !== 'dr-failover') words.push('--runbook', runbook);
  return [...words, '--scenario', scenario, '--seed', seed].join(' ');
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The system to drill: by its name, or, with checkpoints, by its file. */
function drilled(invocation: Invocation): Subject {
  const { SYSTEM } = invocation.positionals;
  const file = invocation.value('system');
  if (SYSTEM !== undefined && file === undefined) return subjectOf(invocation, SYSTEM);
  const hasFiles = invocation.values('file').length > 0;
  if (SYSTEM === undefined && file !== undefined && hasFiles) return subjectIn(invocation, file);
  throw new EvenkeelError({
    code: 'usage',
    message: 'evenkeel drill must know one system',
    found: [SYSTEM, file && `--system ${file}`, hasFiles && '--file'].filter(Boolean).join(' and ') || 'nothing',
    allowed: 'SYSTEM, SYSTEM with --file, or --file with --system',
    next:
      file === undefined
        ? 'name a system, or give --system FILE.yaml with the checkpoints'
        : SYSTEM === undefined
          ? 'give the checkpoints with --file, or the name of the system with --systems DIR'
          : 'leave one of the two out',
  });
}

const MOST_SEEDS = 10_000;

function seedsOf(invocation: Invocation): string[] {
  const range = invocation.value('seeds');
  const one = invocation.value('seed') ?? '1';
  if (range === undefined) {
    if (/^(0|[1-9][0-9]{0,14})$/.test(one)) return [one];
    throw wrongSeeds('--seed', one, 'a whole number, such as 7');
  }
  const [, from, to] = /^([1-9][0-9]{0,8})\.\.([1-9][0-9]{0,8})$/.exec(range) ?? [];
  const count = Number(to) - Number(from) + 1;
  if (from === undefined || !(count >= 1 && count <= MOST_SEEDS)) {
    throw wrongSeeds(
      '--seeds',
      range,
      `two whole numbers, the first not larger, at most ${MOST_SEEDS} apart, such as 1..100`,
    );
  }
  return Array.from({ length: count }, (_, index) => String(Number(from) + index));
}

function wrongSeeds(option: string, found: string, allowed: string): EvenkeelError {
  return new EvenkeelError({
    code: 'usage',
    message: `${option} is not a ${option === '--seed' ? 'seed' : 'range of seeds'}`,
    found,
    allowed,
    next: 'evenkeel help drill shows examples',
  });
}
