import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Clock } from '../../lib/clock.ts';
import { type PassPhase, passEveryPhase } from '../../lib/crashpoint.ts';
import { writeFileDurably, writeOnce } from '../../lib/files.ts';
import type { PropertyMap } from '../../lib/property.ts';
import { deriveKey } from '../../lib/seal.ts';
import type { ResourceState } from '../state/resource-state.ts';
import { STACK_TYPE } from '../state/urn.ts';
import { acceptMerge } from './accept-merge.ts';
import { deploymentOf, inDependencyOrder, type StackExport } from './checkpoint.ts';
import { decodeResource } from './encoded.ts';
import { type Layout, layoutOf } from './layout.ts';
import { stacksIn } from './leftovers.ts';
import { assertUnlocked, lockStack } from './lock.ts';
import { Crypter } from './passphrase.ts';
import { readStackFiles, type StackFiles } from './stack-files.ts';
import { type PendingState, pendingState, type StackPlace, StackStore } from './stack-store.ts';

export interface StackName {
  readonly project: string;
  readonly stack: string;
}

/** A stack as it is, decrypted (secrets marked). */
export interface StackSnapshot {
  /** In dependency order. */
  readonly resources: readonly ResourceState[];
  /** Operations that an interrupted run began and whose outcome nobody knows. */
  readonly pending: readonly PendingState[];
}

/**
 * A state folder in the layout of a Pulumi self-managed backend: `pulumi login file://FOLDER` opens the same stacks,
 * with `PULUMI_CONFIG_PASSPHRASE_FILE=FOLDER/passphrase`. Nothing is made before it is needed.
 */
export interface Backend {
  readonly folder: string;
  /** Told every phase of what changes a stack. */
  readonly pass: PassPhase;
  /** Every stack, sorted by project and name. */
  stacks(): StackName[];
  /** What `pulumi stack export` prints, secrets encrypted; `undefined` where there is no such stack. */
  exportStack(name: StackName): StackExport | undefined;
  readStack(name: StackName): Promise<StackSnapshot | undefined>;
  /** The outputs of a stack, secret ones marked; `undefined` where there is no such stack. */
  outputs(name: StackName): Promise<PropertyMap | undefined>;
  /** Forgets a stack. Throws `engine.locked` where a run has it. */
  removeStack(name: StackName, clock: Clock): void;
  /** A key of the state folder for one purpose, for what else is kept in it. */
  folderKey(purpose: string): Uint8Array;
  /** Locks a stack for a run and opens it. */
  openStack(name: StackName, clock: Clock): Promise<{ readonly store: StackStore; release(): void }>;
  /**
   * Writes the merge of a journal and of the checkpoint that another engine has written since, where a person has accepted it by
   * its hash; keeps both files. Throws `engine.merge-changed` where the hash is not that of what is there now.
   */
  acceptMerge(name: StackName, hash: string, clock: Clock): Promise<void>;
  /** Throws `engine.locked` where a run has the stack. */
  assertUnlocked(name: StackName): void;
  /** Begins deriving the key, which takes a third of a second, so that it is there when it is needed. */
  warm(): void;
}

/** Opens a state folder; it need not exist. `pass` is told every phase of what changes a stack. */
export function openBackend(folder: string, pass: PassPhase = passEveryPhase): Backend {
  const layout = layoutOf(folder);
  const keys = new Keys(layout);
  const placeOf = ({ project, stack }: StackName, clock: Clock): StackPlace => ({
    layout,
    project,
    stack,
    clock,
    pass,
  });
  return {
    folder,
    pass,
    stacks: () => stacksIn(layout.stacks),
    exportStack: (name) => exportStack(layout, name),
    readStack: (name) => readStack(layout, keys, name),
    async outputs(name) {
      const snapshot = await readStack(layout, keys, name);
      if (snapshot === undefined) return undefined;
      return snapshot.resources.find((resource) => resource.type === STACK_TYPE)?.outputs ?? {};
    },
    removeStack(name, clock) {
      const release = lockStack(layout, name.project, name.stack, clock);
      rmSync(layout.checkpoint(name.project, name.stack), { force: true });
      rmSync(layout.journal(name.project, name.stack), { force: true });
      release();
    },
    folderKey: (purpose) => deriveKey(passphraseOf(layout), purpose),
    openStack: (name, clock) => openStack(placeOf(name, clock), keys),
    acceptMerge: (name, hash, clock) => acceptMerge(placeOf(name, clock), hash, (saltLine) => keys.ofSalt(saltLine)),
    assertUnlocked: ({ project, stack }) => assertUnlocked(layout, project, stack),
    warm: () => void keys.own().catch(() => undefined),
  };
}

async function openStack(place: StackPlace, keys: Keys) {
  const { layout, project, stack, clock, pass } = place;
  if (!existsSync(layout.meta)) writeFileDurably(layout.meta, 'version: 1\n');
  const unlock = lockStack(layout, project, stack, clock);
  const release = () => {
    unlock();
    pass(stack, 'unlocked');
  };
  try {
    pass(stack, 'locked');
    const files = readStackFiles(layout, project, stack);
    const store = await StackStore.open(place, await keys.of(files));
    return { store, release };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function readStack(layout: Layout, keys: Keys, name: StackName): Promise<StackSnapshot | undefined> {
  const files = readStackFiles(layout, name.project, name.stack);
  if (files === undefined) return undefined;
  const crypter = await keys.of(files);
  return {
    resources: inDependencyOrder(files.resources.values()).map((one) => decodeResource(one, () => crypter)),
    pending: [...files.pending].map(([number, operation]) => pendingState(number, operation, crypter)),
  };
}

function exportStack(layout: Layout, name: StackName): StackExport | undefined {
  const files = readStackFiles(layout, name.project, name.stack);
  if (files === undefined) return undefined;
  const content = { resources: files.resources.values(), pending: [...files.pending.values()] };
  return {
    version: 3,
    deployment: deploymentOf({ ...content, saltLine: files.saltLine, time: files.time ?? '1970-01-01T00:00:00.000Z' }),
  };
}

/** The crypters of a state folder: each salt's key is derived once in the life of the process. */
class Keys {
  readonly #layout: Layout;
  readonly #bySalt = new Map<string, Promise<Crypter>>();
  #own: Promise<Crypter> | undefined;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** The one for new stacks. */
  own(): Promise<Crypter> {
    this.#own ??= this.#openOwn();
    return this.#own;
  }

  of(files: StackFiles | undefined): Promise<Crypter> {
    return files?.saltLine === undefined ? this.own() : this.ofSalt(files.saltLine);
  }

  ofSalt(saltLine: string): Promise<Crypter> {
    const known = this.#bySalt.get(saltLine) ?? Crypter.open(passphraseOf(this.#layout), saltLine);
    this.#bySalt.set(saltLine, known);
    return known;
  }

  async #openOwn(): Promise<Crypter> {
    if (!existsSync(this.#layout.salt)) {
      const crypter = await Crypter.create(passphraseOf(this.#layout));
      const saltLine = writeOnce(this.#layout.salt, crypter.saltLine, 0o644);
      if (saltLine === crypter.saltLine) {
        this.#bySalt.set(saltLine, Promise.resolve(crypter));
        return crypter;
      }
    }
    return this.ofSalt(readFileSync(this.#layout.salt, 'utf8').trim());
  }
}

function passphraseOf(layout: Layout): string {
  if (existsSync(layout.passphrase)) return readFileSync(layout.passphrase, 'utf8').trim();
  return writeOnce(layout.passphrase, randomBytes(32).toString('base64url'), 0o600);
}
