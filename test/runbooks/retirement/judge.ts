import { HOUR_MS } from '../../../src/lib/clock.ts';
import type { Fate } from '../../../src/runner/fate.ts';
import { historyOf } from '../../../src/runner/journal/history.ts';
import type { Runbook, Subject } from '../../../src/runner/runbook.ts';
import type { Scenario } from '../../../src/runner/scenario.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { asBroughtUp, beforeSystem, type RetirementGround } from '../../support/retirement.ts';
import { type Planted, type Protections, plant, protect, recordsOf } from './planted.ts';

/** What came of a retirement, as somebody sees it who reads the whole world. */
export interface Judgement {
  readonly seed: number;
  readonly outcome: string;
  readonly planted: readonly Planted[];
  readonly protections: Protections;
  /** Orphans that neither a tag nor a describe can show: they stay, and nobody is told. */
  readonly invisible: readonly string[];
  /** What must not be. */
  readonly faults: readonly string[];
  /** What was to be kept until a day, and is there after it. */
  readonly outlasting: readonly string[];
}

export interface Trial {
  readonly ground: RetirementGround;
  readonly runbook: Runbook;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly subject?: Subject;
  /** The engine of the trial; default: the ground's own. */
  readonly engine?: (twin: Twin) => ReturnType<RetirementGround['engine']['begin']>;
}

type Records = ReadonlyMap<string, string>;

/** Plants, retires, and reads the world before it, while it is deleted, when its clocks have run out, and when what was to be kept is over. */
export async function judge(trial: Trial): Promise<Judgement> {
  const { ground, seed, scenario, runbook } = trial;
  const subject = trial.subject ?? ground.subject;
  const planting = asBroughtUp(ground);
  const protections = protect(planting, subject, seed);
  const planted = plant(planting, subject, seed);
  const before = recordsOf(planting.world);
  const neighbours = planted.filter((each) => each.role === 'bystander').flatMap(({ records }) => records);
  const bystanders = [...recordsOf(beforeSystem(ground).world).keys(), ...neighbours];
  const faults: string[] = [];
  let twin: Twin | undefined;
  let isBegun = false;
  let emptied: Records | undefined;
  const { document, events } = await ground.rehearse({
    runbook,
    scenario,
    subject,
    start: { snapshot: planting.world.dump(), inert: {}, limits: [] },
    engine: (made) => {
      twin = made;
      return trial.engine?.(made) ?? ground.engine.begin(made.provider);
    },
    onStep: (step, what) => {
      if (!twin || what !== 'started') return;
      if (step.startsWith('destroy-') && !isBegun) {
        isBegun = true;
        faults.push(...unproved(twin));
      }
      if (step === 'clocks') emptied = recordsOf(twin.world);
    },
  });
  if (!twin) throw new Error('broken invariant: a rehearsal has a twin');
  const after = recordsOf(twin.world);
  const fates = [...historyOf(events).steps.values()].flatMap((step) => step.fates ?? []);
  faults.push(...touched(before, after, bystanders));
  faults.push(...falselyDestroyed(fates, after));
  if (!isBegun) faults.push(...changed(before, after));
  if (document.outcome === 'done') {
    faults.push(...strays({ after, bystanders, planted, fates }));
    faults.push(...unfound(planted, after, fates));
    faults.push(...undated(emptied ?? new Map(), { before, bystanders, planted, fates }));
  }
  const outlasting = document.outcome === 'done' ? notEnding(twin, fates) : [];
  const invisible = planted.filter((each) => each.role === 'orphan' && each.visibility === 'none');
  return {
    seed,
    outcome: document.outcome,
    planted,
    protections,
    invisible: invisible.map(({ id }) => id),
    faults: [...new Set(faults)].map((fault) => `seed ${seed}: ${fault}`),
    outlasting,
  };
}

/** Nothing that belongs to somebody else is changed or gone. */
function touched(before: Records, after: Records, bystanders: readonly string[]): string[] {
  return bystanders
    .filter((key) => before.get(key) !== after.get(key))
    .map((key) => `${key} is somebody else's and was ${after.has(key) ? 'changed' : 'deleted'}`);
}

/** Before anything is deleted, the system is as it was: but for the final backup, and the vault and key that it is kept in. */
function changed(before: Records, after: Records): string[] {
  return [...before.keys()]
    .filter((key) => !after.has(key))
    .map((key) => `${key} is gone although no deletion had begun`);
}

/** The data was restored from the retention vault before the first deletion. */
function unproved({ world }: Twin): string[] {
  const points = world.table<{ arn: string; vault: string }>('backup.recovery-point').values();
  const kept = points.filter(({ vault }) => vault === RETENTION_VAULT).map(({ arn }) => arn);
  const jobs = world.table<Job>('backup.job').values();
  const isProved = jobs.some(
    ({ kind, state, sourceRecoveryPointArn = '' }) =>
      kind === 'restore' && state === 'COMPLETED' && kept.includes(sourceRecoveryPointArn),
  );
  return isProved ? [] : ['a stack was deleted before a restore from the retention vault was complete'];
}

const RETENTION_VAULT = 'evenkeel-retention';

interface Job {
  readonly kind: string;
  readonly state: string;
  readonly sourceRecoveryPointArn?: string;
}

/** Whose the records are that are left, and what was said of them. */
interface Left {
  readonly bystanders: readonly string[];
  readonly planted: readonly Planted[];
  readonly fates: readonly Fate[];
}

/** Once the stacks are gone, what is left of them is dated, a key or a secret with the day of its deletion; or it was declared. */
function undated(emptied: Records, { before, bystanders, planted, fates }: Left & { before: Records }): string[] {
  const others = new Set([...bystanders, ...planted.flatMap(({ records }) => records)]);
  const declared = fates.filter(({ fate }) => fate === 'survives');
  return [...emptied]
    .filter(([key]) => before.has(key) && !others.has(key))
    .filter(([key, record]) => !DATED.test(record) && !declared.some(({ id }) => isOf(id, key, record)))
    .map(([key]) => `${key} is there after the deletion, without a date`);
}

const DATED = /"(deletionMs|deleteMs|deletedMs|goneMs)":/;

/** What is called destroyed is not there. */
function falselyDestroyed(fates: readonly Fate[], after: Records): string[] {
  const last = new Map(fates.map((fate) => [`${fate.region} ${fate.id}`, fate]));
  return [...last.values()]
    .filter(({ fate }) => fate === 'destroyed')
    .filter(({ region, id }) => [...after.keys()].some((key) => key.endsWith(` ${region}/${id}`)))
    .map(({ kind, id, region }) => `${kind} ${id} in ${region} is called destroyed and is there`);
}

/** What is left, somebody else's aside, is what was declared, or an orphan that was named or that nothing shows. */
function strays({ after, bystanders, planted, fates }: Left & { after: Records }): string[] {
  const others = new Set([...bystanders, ...planted.flatMap(({ records }) => records)]);
  const declared = fates.filter(({ fate }) => fate === 'survives');
  return [...after]
    .filter(([key]) => !others.has(key))
    .filter(([key, record]) => !declared.some(({ id }) => isOf(id, key, record)))
    .map(([key]) => `${key} is left and was not declared to survive`);
}

/** A record, or one of what it consists of, by the id that a fate names it by. */
function isOf(id: string, key: string, record: string): boolean {
  return id !== '' && (key.endsWith(`/${id}`) || record.includes(`"arn":"${id}"`) || record.includes(`:${id}"`));
}

/** Every orphan that a tag or a describe can show is gone, or it is named. */
function unfound(planted: readonly Planted[], after: Records, fates: readonly Fate[]): string[] {
  return planted
    .filter(({ role, visibility }) => role === 'orphan' && visibility !== 'none')
    .filter(({ records }) => records.some((key) => after.has(key)))
    .filter(({ id }) => !fates.some((fate) => fate.id.includes(id)))
    .map(({ what, id, visibility }) => `${what} ${id} is there, a ${visibility} shows it, and nobody was told`);
}

/** What is kept until a day is gone soon after it. */
function notEnding({ world }: Twin, fates: readonly Fate[]): string[] {
  const ends = fates.flatMap((fate) => (fate.fate === 'survives' && fate.untilAt ? [{ ...fate }] : []));
  const last = Math.max(world.nowMs, ...ends.map(({ untilAt = '' }) => Date.parse(untilAt)));
  world.advanceTo(last + 24 * HOUR_MS);
  const after = recordsOf(world);
  return ends
    .filter(({ id }) => [...after].some(([key, record]) => isOf(id, key, record)))
    .map(({ kind, id, untilAt }) => `${kind} ${id} was to be kept until ${untilAt} and is there a day later`);
}
