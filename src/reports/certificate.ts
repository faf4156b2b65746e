import { isoInstant } from '../lib/clock.ts';
import { EvenkeelError } from '../lib/errors.ts';
import type { Fate } from '../runner/fate.ts';
import type { ChainedEvent } from '../runner/journal/events.ts';
import { historyOf, type RunHistory } from '../runner/journal/history.ts';

/**
 * What became of a system and its data: the certificate of a retirement. Its form is `docs/reference/certificate.schema.json`. In the terms of
 * NIST SP 800-88 Rev. 1; the members of its sample form (appendix G) that a customer of AWS can know are here, and the media are not.
 */
export interface Certificate {
  readonly kind: 'certificate';
  readonly version: 1;
  readonly stamp: 'simulated' | 'isolated' | 'production';
  readonly run: string;
  readonly runbook: string;
  readonly system: string;
  readonly environment: string;
  /** How the run ended, or stands. */
  readonly outcome: RunHistory['outcome'];
  /** On the target's clock: when the last of it was journaled. */
  readonly asOf: string;
  readonly planHash: string;
  /** The hash of the run's last event, and how many there are: no event can be changed and this still be it. */
  readonly journal: { readonly headHash: string; readonly events: number };
  readonly standard: { readonly name: string; readonly url: string; readonly claims: string };
  readonly approvals: readonly Approved[];
  readonly stacks: readonly Emptied[];
  readonly destroyed: readonly (Told & {
    readonly category: 'clear' | 'purge';
    readonly technique: string;
    readonly keyArn?: string;
  })[];
  readonly pending: readonly (Told & { readonly dueAt: string })[];
  readonly survivors: readonly (Told & { readonly untilAt?: string; readonly why: string })[];
  readonly left: readonly (Told & { readonly why: string })[];
  readonly proofs: readonly (Told & { readonly how: string })[];
}

interface Approved {
  readonly step: string;
  readonly by: string;
  readonly authenticated: boolean;
  readonly at: string;
}

interface Emptied {
  readonly stack: string;
  readonly resources: number;
  readonly emptyAt: string;
}

/** One thing, and which step saw what became of it: by its title, and when. */
interface Told {
  readonly what: string;
  readonly id: string;
  readonly region: string;
  readonly verifiedBy: string;
  readonly verifiedAt: string;
}

const STANDARD: Certificate['standard'] = {
  name: 'NIST SP 800-88 Rev. 1, Guidelines for Media Sanitization',
  url: 'https://doi.org/10.6028/NIST.SP.800-88r1',
  claims:
    'clear: deleted, so that no address is left by which its owner could read it. purge: cryptographic erase, the key that it was encrypted ' +
    'with is destroyed. destroy is claimed of nothing: the media are those of AWS, which sanitizes them by its own procedures.',
};

/** A pure function of a run's journal. What a step saw later takes the place of what another saw of the same thing before. */
export function certificateOf(events: readonly ChainedEvent[]): Certificate {
  const history = historyOf(events);
  const told = fatesOf(events, history);
  if (told.length === 0) throw nothingToCertify(history.header.run);
  const { run, runbook, system, environment, stamp } = history.header;
  return {
    kind: 'certificate',
    version: 1,
    stamp,
    run,
    runbook,
    system,
    environment,
    outcome: history.outcome,
    asOf: isoInstant(history.lastMs),
    planHash: history.plan?.planHash ?? '',
    journal: { headHash: history.headHash, events: events.length },
    standard: STANDARD,
    approvals: approvalsIn(events, history),
    stacks: stacksIn(events),
    destroyed: told.flatMap(({ fate, ...one }) =>
      fate.fate === 'destroyed'
        ? { ...one, category: fate.category, technique: fate.technique, ...(fate.keyArn && { keyArn: fate.keyArn }) }
        : [],
    ),
    pending: told.flatMap(({ fate, ...one }) => (fate.fate === 'pending' ? { ...one, dueAt: fate.dueAt } : [])),
    survivors: told.flatMap(({ fate, ...one }) =>
      fate.fate === 'survives' ? { ...one, ...(fate.untilAt && { untilAt: fate.untilAt }), why: fate.why } : [],
    ),
    left: told.flatMap(({ fate, ...one }) => (fate.fate === 'left' ? { ...one, why: fate.why } : [])),
    proofs: told.flatMap(({ fate, ...one }) => (fate.fate === 'proved' ? { ...one, how: fate.how } : [])),
  };
}

/** The last word on each thing, in the order in which things were first spoken of. A proof and a fate of one thing stand beside each other. */
function fatesOf(events: readonly ChainedEvent[], { plan }: RunHistory): (Told & { readonly fate: Fate })[] {
  const last = new Map<string, Told & { readonly fate: Fate }>();
  for (const { event, atMs } of events) {
    if (event.type !== 'step-done') continue;
    const title = plan?.steps.find(({ key }) => key === event.step)?.title ?? event.step;
    for (const fate of event.fates ?? []) {
      const { kind: what, id, region } = fate;
      const key = `${fate.fate === 'proved' ? 'proof of' : ''} ${region} ${what} ${id}`;
      last.set(key, { what, id, region, verifiedBy: title, verifiedAt: isoInstant(atMs), fate });
    }
  }
  return [...last.values()];
}

/** Whose grants counted: those of a question that was answered, not of one that expired before all had. */
function approvalsIn(events: readonly ChainedEvent[], { steps }: RunHistory): Approved[] {
  const counted = [...steps.values()].flatMap(({ key, questions }) =>
    questions.filter(({ about, answer }) => about === 'approval' && answer?.granted).map((asked) => ({ key, asked })),
  );
  return events.flatMap(({ event, atMs }) => {
    if (event.type !== 'granted') return [];
    const isCounted = counted.some(
      ({ key, asked }) => key === event.step && asked.grantedBy.includes(event.by) && atMs >= asked.askedMs,
    );
    return isCounted
      ? { step: event.step, by: event.by, authenticated: event.authenticated, at: isoInstant(atMs) }
      : [];
  });
}

/** Stacks whose step ended, with what the engine found in them when it first began. */
function stacksIn(events: readonly ChainedEvent[]): Emptied[] {
  const begun = new Map<string, { stack: string; resources: number }>();
  const emptied: Emptied[] = [];
  for (const { event, atMs } of events) {
    if (event.type === 'engine-started' && !begun.has(event.step))
      begun.set(event.step, { stack: event.stack, resources: event.resources });
    const stack = event.type === 'step-done' ? begun.get(event.step) : undefined;
    if (stack !== undefined) emptied.push({ ...stack, emptyAt: isoInstant(atMs) });
  }
  return emptied;
}

function nothingToCertify(run: string): EvenkeelError {
  return new EvenkeelError({
    code: 'no-certificate',
    message: `${run} has nothing to certify`,
    found: 'no step of it tells what became of anything',
    allowed: 'a run that deleted a system, such as one of retire-system',
    next: `evenkeel report ${run} --output FILE.html writes its evidence page`,
  });
}

/** True where a run's journal holds anything to certify. */
export function hasCertificate(events: readonly ChainedEvent[]): boolean {
  return events.some(({ event }) => event.type === 'step-done' && (event.fates ?? []).length > 0);
}
