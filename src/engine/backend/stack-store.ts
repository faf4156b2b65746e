import type { Clock } from '../../lib/clock.ts';
import { isoInstant } from '../../lib/clock.ts';
import { writeFileDurably } from '../../lib/files.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { deploymentOf, type PendingOperation, renderCheckpoint } from './checkpoint.ts';
import { decodeResource, type EncodedResource, encodedSlot, encodeResource, sameEncoded } from './encoded.ts';
import { applyStep, type Folded } from './fold.ts';
import { Journal, type JournalStep } from './journal.ts';
import type { Layout } from './layout.ts';
import type { Crypter } from './passphrase.ts';
import { hashOf, readStackFiles, removeJournal } from './stack-files.ts';

/** A step in terms of states: what `JournalStep` holds, not yet encrypted. */
export interface StateStep {
  readonly end?: number | undefined;
  readonly put?: readonly ResourceState[];
  readonly drop?: readonly string[];
  readonly rename?: Readonly<Record<string, string>>;
}

/**
 * One stack that is being changed. The lock must be held from `open` to `close`. Every promise resolves when the step
 * is on the disk. A run that dies leaves its journal, which the next `open` folds into the checkpoint.
 */
export class StackStore {
  readonly #place: { readonly layout: Layout; readonly project: string; readonly stack: string };
  readonly #crypter: Crypter;
  readonly #clock: Clock;
  readonly #state: Folded;
  #base: string | null;
  #journal: Promise<Journal> | undefined;
  #operations = 0;
  #exists: boolean;

  private constructor(
    place: { layout: Layout; project: string; stack: string },
    crypter: Crypter,
    clock: Clock,
    state: Folded,
    base: string | null,
  ) {
    this.#place = place;
    this.#crypter = crypter;
    this.#clock = clock;
    this.#state = state;
    this.#base = base;
    this.#exists = base !== null;
  }

  /** Opens a stack for writing; folds what an interrupted run left. `crypter` is the one of the stack's salt. */
  static open(layout: Layout, project: string, stack: string, crypter: Crypter, clock: Clock): StackStore {
    const files = readStackFiles(layout, project, stack);
    const state: Folded = { resources: files?.resources ?? new Map(), pending: files?.pending ?? new Map() };
    const store = new StackStore({ layout, project, stack }, crypter, clock, state, files?.base ?? null);
    if (files?.unfolded) store.#writeCheckpoint(store.#render());
    removeJournal(layout, project, stack);
    return store;
  }

  states(): ResourceState[] {
    return [...this.#state.resources.values()].map((resource) => decodeResource(resource, () => this.#crypter));
  }

  /** The operations whose outcome an interrupted run did not record, with the numbers that end them. */
  pending(): { readonly number: number; readonly type: PendingOperation['type']; readonly state: ResourceState }[] {
    return [...this.#state.pending].map(([number, { type, resource }]) => ({
      number,
      type,
      state: decodeResource(resource, () => this.#crypter),
    }));
  }

  /** Records the intent of an operation and answers its number. */
  async begin(type: PendingOperation['type'], state: ResourceState): Promise<number> {
    const number = ++this.#operations;
    const resource = encodeResource(state, this.#crypter);
    await this.#append({ kind: 'step', begin: { number, type, resource } });
    return number;
  }

  /** Records an outcome. What is not new is not written. */
  async commit(step: StateStep): Promise<void> {
    const put = (step.put ?? []).map((state) => encodeResource(state, this.#crypter)).filter((one) => this.#isNew(one));
    const drop = (step.drop ?? []).filter((slot) => this.#state.resources.has(slot));
    const { end, rename } = step;
    if (end === undefined && rename === undefined && put.length === 0 && drop.length === 0) return;
    await this.#append({
      kind: 'step',
      ...(end !== undefined && { end }),
      ...(put.length > 0 && { put }),
      ...(drop.length > 0 && { drop }),
      ...(rename !== undefined && { rename }),
    });
  }

  /** Folds the journal into the checkpoint. A run that changed nothing leaves the checkpoint's bytes as they are. */
  async close(): Promise<void> {
    const journal = await this.#journal;
    if (journal === undefined && this.#exists) return;
    const text = this.#render();
    if (journal !== undefined) {
      await journal.append({ kind: 'folded', result: hashOf(text) });
      await journal.close();
    }
    this.#writeCheckpoint(text);
    removeJournal(this.#place.layout, this.#place.project, this.#place.stack);
    this.#journal = undefined;
  }

  #isNew(resource: EncodedResource): boolean {
    const known = this.#state.resources.get(encodedSlot(resource));
    return known === undefined || !sameEncoded(known, resource);
  }

  async #append(step: JournalStep): Promise<void> {
    applyStep(this.#state, step);
    const { layout, project, stack } = this.#place;
    this.#journal ??= Journal.create(layout.journal(project, stack), {
      kind: 'head',
      version: 1,
      base: this.#base,
      saltLine: this.#crypter.saltLine,
    });
    await (await this.#journal).append(step);
  }

  #render(): string {
    const { project, stack } = this.#place;
    const deployment = deploymentOf({
      resources: this.#state.resources.values(),
      pending: [...this.#state.pending.values()],
      saltLine: this.#crypter.saltLine,
      time: isoInstant(this.#clock.nowMs()),
    });
    return renderCheckpoint(project, stack, deployment);
  }

  #writeCheckpoint(text: string): void {
    const { layout, project, stack } = this.#place;
    writeFileDurably(layout.checkpoint(project, stack), text, 0o600);
    this.#base = hashOf(text);
    this.#exists = true;
  }
}
