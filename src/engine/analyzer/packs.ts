import type { AnalyzeDiagnostic } from '@pulumi/pulumi/proto/analyzer_pb.js';
import { EvenkeelError } from '../../lib/errors.ts';
import type { PropertyMap } from '../../lib/property.ts';
import { readManifest } from './manifest.ts';
import { openPack, type Pack, type PackAnswer, remediated } from './pack.ts';
import type { PackConfig } from './pack-config.ts';
import { levelOf, severityOf } from './pack-info.ts';
import type { PackStack } from './pack-process.ts';
import type { StackSubject, Subject } from './subject.ts';
import { UNDECIDED, type Violation } from './violation.ts';

/** A pack to run, by its folder. */
export interface PolicyPackOptions {
  /** Absolute path of the folder of `PulumiPolicy.yaml`. */
  readonly dir: string;
  readonly config?: PackConfig | undefined;
}

/** The packs of one run. */
export interface Packs {
  /** Inputs after the packs' remediations, and what the policies on single resources say of those. */
  judge(subject: Subject): Promise<{ readonly properties: PropertyMap; readonly violations: readonly Violation[] }>;
  judgeStack(subjects: readonly StackSubject[]): Promise<readonly Violation[]>;
  close(): void;
}

/**
 * Starts the packs, and answers at once: they come up while the program does. A folder that is no pack, and a configuration that
 * is refused, throw (now, or when the packs are first asked); a pack that does not serve is an error among the violations.
 */
export function openPacks(
  packs: readonly PolicyPackOptions[],
  stack: PackStack,
  onLine: (line: string) => void,
): Packs {
  const opened = packs.map(({ dir, config }) => ({ manifest: readManifest(dir), config: config ?? {} }));
  const coming = opened.map(({ manifest, config }) => settle(manifest.dir, openPack(manifest, config, stack, onLine)));
  const reported = new Set<string>();
  return {
    async judge(subject) {
      const violations: Violation[] = [];
      let properties = subject.properties;
      const served = await Promise.all(coming);
      // one after the other: each sees what those before it have changed
      for (const one of served.flatMap(({ pack }) => pack ?? [])) {
        const { answers, failures } = await guarded(one, reported, () => one.remediate({ ...subject, properties }));
        for (const answer of answers) {
          properties = remediated(answer) ?? properties;
          if (answer.getDiagnostic() !== '') violations.push(warning(one, subject.urn, answer.getDiagnostic()));
        }
        violations.push(...failures.map((failure) => failed(one, failure, subject.urn)));
      }
      const asked = served.map((one) =>
        judged(
          one,
          reported,
          (pack) => pack.analyze({ ...subject, properties }),
          () => subject.urn,
        ),
      );
      violations.push(...(await Promise.all(asked)).flat());
      return { properties, violations };
    },
    async judgeStack(subjects) {
      const known = new Set(subjects.map(({ urn }) => urn));
      const urnOf = (told: string) => (known.has(told) ? told : undefined);
      const served = await Promise.all(coming);
      const asked = served.map((one) => judged(one, reported, (pack) => pack.analyzeStack(subjects), urnOf));
      return (await Promise.all(asked)).flat();
    },
    close() {
      for (const one of coming) void one.then(({ pack }) => pack?.close()).catch(() => undefined);
    },
  };
}

/** A pack that serves, or why it does not. */
interface Served {
  readonly dir: string;
  readonly pack?: Pack;
  readonly reason?: string;
}

function settle(dir: string, opening: Promise<Pack>): Promise<Served> {
  const settled = opening.then(
    (pack) => ({ dir, pack }),
    (error: unknown) => {
      if (error instanceof EvenkeelError) throw error;
      return { dir, reason: error instanceof Error ? error.message : String(error) };
    },
  );
  // a run that fails earlier never asks
  settled.catch(() => undefined);
  return settled;
}

async function judged(
  one: Served,
  reported: Set<string>,
  ask: (pack: Pack) => Promise<PackAnswer<AnalyzeDiagnostic>>,
  urnOf: (told: string) => string | undefined,
): Promise<Violation[]> {
  const { pack } = one;
  if (pack === undefined) return [packFailed(folderName(one.dir), one.reason ?? 'it does not serve')];
  const { answers, failures } = await guarded(pack, reported, () => ask(pack));
  return [
    ...answers.map((answer) => violationOf(pack, answer, urnOf(answer.getUrn()))),
    ...failures.map((failure) => failed(pack, failure, urnOf(''))),
  ];
}

/** A pack that cannot be asked at all any more fails once, under its own name. */
async function guarded<T>(
  pack: Pack,
  reported: Set<string>,
  ask: () => Promise<PackAnswer<T>>,
): Promise<{ readonly answers: readonly T[]; readonly failures: readonly Failure[] }> {
  try {
    return await ask();
  } catch (error) {
    if (reported.has(pack.title)) return { answers: [], failures: [] };
    reported.add(pack.title);
    return { answers: [], failures: [{ message: error instanceof Error ? error.message : String(error) }] };
  }
}

interface Failure {
  readonly policy?: string;
  readonly message: string;
}

function violationOf(pack: Pack, diagnostic: AnalyzeDiagnostic, urn: string | undefined): Violation {
  const policy = diagnostic.getPolicyname();
  const message = ownWords(diagnostic);
  const level = levelOf(diagnostic.getEnforcementlevel());
  const undecided = level === 'advisory' && UNDECIDED.test(message);
  const info = pack.info.policies.find(({ name }) => name === policy);
  return {
    pack: pack.title,
    policy,
    kind: undecided ? 'undecided' : 'violation',
    blocks: level === 'mandatory' || level === 'remediate',
    urn,
    severity: severityOf(diagnostic.getSeverity()) ?? info?.severity,
    message,
    remedy: info?.remedy,
  };
}

/** The SDK puts the policy's description in front of what the policy reports. */
function ownWords(diagnostic: AnalyzeDiagnostic): string {
  const [message, front] = [diagnostic.getMessage(), `${diagnostic.getDescription()}\n`];
  return message.startsWith(front) ? message.slice(front.length) : message;
}

function warning(pack: Pack, urn: string, message: string): Violation {
  return { pack: pack.title, kind: 'undecided', blocks: false, urn, message };
}

function failed(pack: Pack, { policy, message }: Failure, urn: string | undefined): Violation {
  return { pack: pack.title, policy, kind: 'error', blocks: true, urn, message: firstLines(message) };
}

function packFailed(pack: string, reason: string): Violation {
  return { pack, kind: 'error', blocks: true, message: `the pack does not run: ${firstLines(reason)}` };
}

/** Without the frames of the stack: they name this machine's folders. */
function firstLines(message: string): string {
  return message
    .split('\n')
    .filter((line) => !/^\s+at /.test(line))
    .join('\n')
    .trim();
}

function folderName(dir: string): string {
  return dir.split(/[\\/]/).at(-1) ?? dir;
}
