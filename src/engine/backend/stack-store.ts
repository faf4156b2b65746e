import { type Clock, isoInstant } from '../../lib/clock.ts';
import type { PassPhase, UpPhase } from '../../lib/crashpoint.ts';
import { writeFileDurably } from '../../lib/files.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { deploymentOf, type PendingOperation, renderCheckpoint } from './checkpoint.ts';
import {
  contentHash,
  decodeResource,
  type EncodedResource,
  encodedSlot,
  encodeResource,
  sameEncoded,
} from './encoded.ts';
import { applyStep, type Folded } from './fold.ts';
import { Journal, type JournalLine, type JournalStep } from './journal.ts';
import type { Layout } from './layout.ts';
import type { Crypter } from './passphrase.ts';
import { hashOf, readStackFiles, removeJournal, type StackFiles } from './stack-files.ts';

/** A step in terms of states: what `JournalStep` holds, not yet encrypted. */
export interface StateStep {
  readonly end?: number | undefined;
  readonly put?: readonly ResourceState[];
  readonly drop?: readonly string[];
  readonly rename?: Readonly<Record<string, string>>;
}

/** A stack on the disk, and what records changes of it needs. */
export interface StackPlace {
  readonly layout: Layout;
  readonly project: string;
  readonly stack: string;
  readonly clock: Clock;
  readonly pass: PassPhase;
}

/** An operation of unknown outcome, decrypted. */
export interface PendingState {
  /** What `commit` ends it by. */
  readonly number: number;
  readonly type: PendingOperation['type'];
  readonly state: ResourceState;
  /** Of a create that this engine began: how many creates of the URN had made something before it. */
  readonly creationsBefore: number | undefined;
}

/**
 * One stack that is being changed. The lock must be held from `open` to `close`. Every promise resolves when the step
 * is on the disk. A run that dies leaves its journal, which the next `open` folds into the checkpoint.
 */
export class StackStore {
  readonly #place: StackPlace;
  readonly #crypter: Crypter;
  readonly #state: Folded;
  /** Slots of which the journal says what the checkpoint had there. */
  readonly #touched: Set<string>;
  #base: string | null;
  #journal: Promise<Journal> | undefined;
  #operations: number;
  #exists: boolean;

  private constructor(place: StackPlace, crypter: Crypter, files: StackFiles | undefined) {
    this.#place = place;
    this.#crypter = crypter;
    this.#state = { resources: files?.resources ?? new Map(), pending: files?.pending ?? new Map() };
    this.#base = files?.base ?? null;
    this.#exists = this.#base !== null;
    const steps = (files?.lines ?? []).filter((line) => line.kind === 'step');
    this.#touched = new Set(steps.flatMap(slotsOf));
    this.#operations = Math.max(0, ...steps.map(({ begin }) => begin?.number ?? 0));
  }

  /**
   * Opens a stack for writing and folds what an interrupted run left. Where that run began operations of unknown outcome, its
   * journal, which alone says how to find them out, is gone on with and folded by `close`. `crypter` is the one of the
   * stack's salt.
   */
  static async open(place: StackPlace, crypter: Crypter): Promise<StackStore> {
    const { layout, project, stack } = place;
    const files = readStackFiles(layout, project, stack);
    const store = new StackStore(place, crypter, files);
    if (files?.unfolded && files.pending.size > 0) {
      store.#journal = Promise.resolve(await Journal.reopen(layout.journal(project, stack)));
      return store;
    }
    if (files?.unfolded) store.#writeCheckpoint(store.#render());
    removeJournal(layout, project, stack);
    return store;
  }

  states(): ResourceState[] {
    return [...this.#state.resources.values()].map((resource) => decodeResource(resource, () => this.#crypter));
  }

  /** The operations whose outcome an interrupted run did not record. */
  pending(): PendingState[] {
    return [...this.#state.pending].map(([number, operation]) => pendingState(number, operation, this.#crypter));
  }

  /** Records the intent of an operation and answers its number. */
  async begin(type: PendingOperation['type'], state: ResourceState, creationsBefore?: number): Promise<number> {
    this.#pass('before-intent');
    const number = ++this.#operations;
    const resource = encodeResource(state, this.#crypter);
    const begin = { number, type, resource, ...(creationsBefore !== undefined && { creationsBefore }) };
    await this.#append({ kind: 'step', begin });
    this.#pass('intent-to-effect');
    return number;
  }

  /** Records an outcome. What is not new is not written. */
  async commit(step: StateStep): Promise<void> {
    const put = (step.put ?? []).map((state) => encodeResource(state, this.#crypter)).filter((one) => this.#isNew(one));
    const drop = (step.drop ?? []).filter((slot) => this.#state.resources.has(slot));
    const { end, rename } = step;
    if (end === undefined && rename === undefined && put.length === 0 && drop.length === 0) return;
    if (end !== undefined) this.#pass('effect-to-outcome');
    await this.#append({
      kind: 'step',
      ...(end !== undefined && { end }),
      ...(put.length > 0 && { put }),
      ...(drop.length > 0 && { drop }),
      ...(rename !== undefined && { rename }),
    });
    if (end !== undefined) this.#pass('after-outcome');
  }

  /** Folds the journal into the checkpoint. A run that changed nothing leaves the checkpoint's bytes as they are. */
  async close(): Promise<void> {
    const journal = await this.#journal;
    this.#pass('steps-done');
    if (journal === undefined && this.#exists) return;
    const text = this.#render();
    if (journal !== undefined) {
      await journal.append({ kind: 'folded', result: hashOf(text) });
      await journal.close();
    }
    this.#pass('fold-written');
    this.#writeCheckpoint(text);
    this.#pass('checkpoint-replaced');
    removeJournal(this.#place.layout, this.#place.project, this.#place.stack);
    this.#pass('journal-removed');
    this.#journal = undefined;
  }

  /** Ends without folding: the journal stays, for another attempt. */
  async leave(): Promise<void> {
    await (await this.#journal)?.close();
  }

  #isNew(resource: EncodedResource): boolean {
    const known = this.#state.resources.get(encodedSlot(resource));
    return known === undefined || !sameEncoded(known, resource);
  }

  async #append(step: JournalStep): Promise<void> {
    const was = this.#firstTouched(step);
    applyStep(this.#state, step);
    const { layout, project, stack } = this.#place;
    this.#journal ??= Journal.create(layout.journal(project, stack), {
      kind: 'head',
      version: 1,
      base: this.#base,
      saltLine: this.#crypter.saltLine,
    });
    await (await this.#journal).append({ ...step, ...(Object.keys(was).length > 0 && { was }) });
  }

  /** What the checkpoint has in the slots that the journal touches with this step for the first time. */
  #firstTouched(step: JournalStep): Record<string, string> {
    const was: Record<string, string> = {};
    for (const slot of slotsOf(step)) {
      if (this.#touched.has(slot)) continue;
      this.#touched.add(slot);
      const known = this.#state.resources.get(slot);
      if (known !== undefined) was[slot] = contentHash(known);
    }
    return was;
  }

  #render(): string {
    const { project, stack, clock } = this.#place;
    const deployment = deploymentOf({
      resources: this.#state.resources.values(),
      pending: [...this.#state.pending.values()],
      saltLine: this.#crypter.saltLine,
      time: isoInstant(clock.nowMs()),
    });
    return renderCheckpoint(project, stack, deployment);
  }

  #writeCheckpoint(text: string): void {
    const { layout, project, stack } = this.#place;
    writeFileDurably(layout.checkpoint(project, stack), text, 0o600, () => this.#pass('checkpoint-drafted'));
    this.#base = hashOf(text);
    this.#exists = true;
  }

  #pass(phase: UpPhase): void {
    this.#place.pass(this.#place.stack, phase);
  }
}

/** A pending operation, decrypted. */
export function pendingState(number: number, operation: PendingOperation, crypter: Crypter): PendingState {
  const { type, resource, creationsBefore } = operation;
  return { number, type, state: decodeResource(resource, () => crypter), creationsBefore };
}

function slotsOf({ put, drop }: JournalLine & { kind: 'step' }): string[] {
  return [...(put ?? []).map(encodedSlot), ...(drop ?? [])];
}
