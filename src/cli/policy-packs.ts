import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { problemOf } from '../engine/analyzer/violation.ts';
import type { PolicyPackOptions, StackOutcome, StackResult, Violation } from '../engine/index.ts';
import { EvenkeelError, ExitCode, type Problem } from '../lib/errors.ts';
import { systemClock } from '../lib/machine-clock.ts';
import { nearest } from '../lib/nearest.ts';
import type { Rule, Severity } from '../policy/index.ts';
import type { PackDefinition } from '../policy/pack/definition.ts';
import { LEVELS, policyName } from '../policy/pack/policies.ts';
import { readText } from '../policy/pack/text.ts';
import type { Invocation } from './command.ts';

/** What judges the stacks of an update. */
export interface PolicyPacks {
  /** Packs of Evenkeel's own rules, judged in this process: the same code as in the pack's own process (docs/adr/0013). */
  readonly own: readonly OwnPack[];
  /** Packs of anyone, by folder: run through Pulumi's analyzer protocol. */
  readonly others: readonly PolicyPackOptions[];
  /** Packs that are on by default and were switched off by name. */
  readonly without: readonly string[];
}

export interface OwnPack {
  readonly name: string;
  /** For the Pulumi CLI's `--policy-pack`. */
  readonly dir: string;
  /** The rules that are on. */
  readonly rules: readonly Rule[];
  readonly stopsAt?: Severity;
  /** Controls that were switched off by name. */
  readonly disabled: readonly string[];
}

/** On in every `up` and `preview`. */
const ALWAYS_ON = ['baseline'];

/** The packs that the words of a command leave on. Names that nothing has are refused: they would switch nothing off. */
export async function policyPacksOf(invocation: Invocation): Promise<PolicyPacks> {
  const without = invocation.values('without-pack');
  const disabled = invocation.values('disable-policy');
  const added = invocation.values('pack');
  const names = ownPackNames(invocation.root);
  const unknown = unknownNames('policy pack of Evenkeel', added, names);
  const on = [...new Set([...ALWAYS_ON, ...added.filter((name) => names.includes(name))])];
  const packs = await Promise.all(on.map((name) => loadPack(invocation.root, name)));
  const ids = packs.flatMap(({ rules }) => rules.map(({ id }) => id));
  const problems = [
    ...unknown,
    ...unknownNames('policy pack that is always on', without, ALWAYS_ON),
    ...unknownNames('control of these packs', disabled, [...new Set(ids)]),
  ];
  if (problems.length > 0) throw new EvenkeelError(problems);
  const own = packs.filter(({ name }) => !without.includes(name));
  return {
    own: own.map(({ name, dir, rules, stopsAt }) => ({
      name,
      dir,
      ...(stopsAt !== undefined && { stopsAt }),
      rules: rules.filter(({ id }) => !disabled.includes(id)),
      disabled: rules.map(({ id }) => id).filter((id) => disabled.includes(id)),
    })),
    others: otherPacks(invocation),
    without,
  };
}

/** What Evenkeel's own packs say of a stack, previewed or deployed, with what the engine was told by the others. */
export async function withOwnPacks(packs: PolicyPacks | undefined, result: StackResult): Promise<StackResult> {
  if (packs === undefined || packs.own.every(({ rules }) => rules.length === 0)) return result;
  const { judgeStack } = await import('../policy/pack/judge-stack.ts');
  const found = packs.own.flatMap(({ name, rules, stopsAt }) =>
    judgeStack(result.states, rules, { nowMs: systemClock.nowMs(), ...(stopsAt !== undefined && { stopsAt }) }).map(
      (finding): Violation => ({
        pack: name,
        policy: finding.control,
        kind: KINDS[finding.verdict] ?? 'violation',
        blocks: finding.level === 'mandatory',
        urn: finding.urn,
        at: finding.at,
        severity: finding.severity,
        message: finding.message ?? 'fails',
        remedy: finding.remedy,
      }),
    ),
  );
  return { ...result, violations: [...onceEach(found), ...result.violations] };
}

/** What several packs say of the same thing is told once, by the first that stops for it, else by the first. */
function onceEach(found: readonly Violation[]): readonly Violation[] {
  const told = new Map<string, Violation>();
  for (const one of found) {
    const key = `${one.policy} ${one.urn}`;
    const before = told.get(key);
    if (before === undefined || (one.blocks && !before.blocks)) told.set(key, one);
  }
  return [...told.values()];
}

const KINDS: Readonly<Record<string, Violation['kind']>> = { error: 'error', unknown: 'undecided' };

/** Throws where something blocks: everything that does, at once. */
export function refuseViolations(results: readonly StackOutcome[]): void {
  const blocking = results.flatMap(({ violations }) => violations).filter(({ blocks }) => blocks);
  if (blocking.length === 0) return;
  throw new EvenkeelError(blocking.map(problemOf), { exitCode: ExitCode.answerIsNo });
}

export function isBlocked(results: readonly StackOutcome[]): boolean {
  return results.some(({ violations }) => violations.some(({ blocks }) => blocks));
}

/** The packs for a Pulumi CLI: our own run there as anyone's do, without the controls that are off. */
export function packOptions(packs: PolicyPacks | undefined): PolicyPackOptions[] {
  if (packs === undefined) return [];
  const own = packs.own.map(({ name, dir, disabled }) => ({
    dir,
    config: Object.fromEntries(LEVELS.map((level) => [policyName(name, level), { disabled: [...disabled] }])),
  }));
  return [...own, ...packs.others];
}

/** What a Pulumi CLI told of our own packs, by control, as this process would have told it. */
export function inOwnWords(packs: PolicyPacks | undefined, outcome: StackOutcome): StackOutcome {
  const own = new Map((packs?.own ?? []).map((pack) => [pack.name, pack]));
  const violations = outcome.violations.map((violation): Violation => {
    const pack = own.get(violation.pack.split('@')[0] ?? '');
    const found = pack && readText(violation.message, pack.rules);
    if (pack === undefined || found === undefined) return violation;
    const { control: policy, verdict, ...words } = found;
    return { ...violation, ...words, pack: pack.name, policy, kind: KINDS[verdict] ?? 'violation' };
  });
  return { ...outcome, violations };
}

/** True where there is anything to judge by. */
export function judgesAnything({ own, others }: PolicyPacks): boolean {
  return others.length > 0 || own.some(({ rules }) => rules.length > 0);
}

/** The folders of `policies/packs`. */
function ownPackNames(root: string): readonly string[] {
  const entries = readdirSync(join(root, 'policies', 'packs'), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The pack's table of rules, without CrossGuard's SDK. */
async function loadPack(root: string, name: string): Promise<PackDefinition & { readonly dir: string }> {
  const dir = join(root, 'policies', 'packs', name);
  const { pack } = (await import(pathToFileURL(join(dir, 'controls.ts')).href)) as { pack: PackDefinition };
  return { ...pack, dir };
}

function otherPacks(invocation: Invocation): PolicyPackOptions[] {
  const folders = invocation.values('policy-pack');
  const files = invocation.values('policy-pack-config');
  if (files.length > 0 && files.length !== folders.length) {
    throw new EvenkeelError({
      code: 'usage',
      message: 'each pack of --policy-pack has one configuration, or none has',
      found: `${folders.length} --policy-pack, ${files.length} --policy-pack-config`,
      allowed: 'as many of the one as of the other, in the same order',
    });
  }
  return folders.map((folder, index) => {
    const file = files[index];
    return { dir: resolve(folder), ...(file !== undefined && { config: configOf(file) }) };
  });
}

function configOf(file: string): NonNullable<PolicyPackOptions['config']> {
  try {
    if (!existsSync(file)) throw new Error('there is no such file');
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new Error('it holds no object');
    return parsed as NonNullable<PolicyPackOptions['config']>;
  } catch (error) {
    throw new EvenkeelError({
      code: 'policy.config',
      message: `${file} is no configuration of a policy pack`,
      found: error instanceof Error ? error.message : String(error),
      allowed: '{ "POLICY": "LEVEL" or { "enforcementLevel": "LEVEL", … } }, as for the Pulumi CLI',
    });
  }
}

function unknownNames(what: string, given: readonly string[], known: readonly string[]): Problem[] {
  return given
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return {
        code: 'policy-unknown',
        message: `there is no ${what} called ${name}`,
        found: name,
        allowed: [...known].sort().join(', '),
        next: meant === undefined ? 'name one of these' : `did you mean ${meant}?`,
      };
    });
}
