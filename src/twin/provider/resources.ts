import { canonicalType, isAwsType } from '../../graph/canonical-type.ts';
import { assert, EvenkeelError } from '../../lib/errors.ts';
import { type PropertyMap, reveal } from '../../lib/property.ts';
import { type Creation, creationDigest, type ReadRequest } from '../../lib/provider.ts';
import type { Dispatcher } from '../dispatch.ts';
import type { Adapter } from './adapter.ts';
import { adapterAws, type TracedAws } from './adapter-aws.ts';
import { adapterInputs, changedNames, keptOf, withMerged } from './adapter-inputs.ts';
import { behaviourOf } from './behaviour.ts';
import { withoutNotes } from './check.ts';
import { guarded } from './failures.ts';
import { createInert, deleteInert, readInert, updateInert } from './inert.ts';
import { namesAtCreation } from './names.ts';
import { inPulumiTerms, mergeOutputs, previewOutputs, readInputs, type Subject, type Told } from './outputs.ts';
import { regionOf } from './region.ts';
import { isRegional } from './regional.ts';

interface Target {
  readonly urn: string;
  readonly type: string;
  readonly config: PropertyMap;
  readonly inputs?: PropertyMap | undefined;
}

/** Creates, reads, updates and deletes, synchronously; `materialise` plays a graph through it too. */
export class TwinResources {
  readonly #dispatcher: Dispatcher;
  readonly #adapters: ReadonlyMap<string, Adapter>;

  constructor(dispatcher: Dispatcher, adapters: readonly Adapter[]) {
    this.#dispatcher = dispatcher;
    this.#adapters = new Map(adapters.map((adapter) => [adapter.type, adapter]));
    assert(this.#adapters.size === adapters.length, 'one adapter a type');
  }

  subject({ type, urn, config, inputs }: Target): Subject {
    if (!isAwsType(type)) throw foreign(type, urn);
    const canonical = canonicalType(type);
    const own = isRegional(canonical) ? reveal(inputs ?? {}) : {};
    return { type: canonical, behaviour: behaviourOf(canonical), config, region: regionOf(config, own as PropertyMap) };
  }

  isInert(type: string): boolean {
    return !this.#adapters.has(canonicalType(type));
  }

  /** What creates of this URN made so far, oldest first. Written in the same transaction as what was made. */
  creations(urn: string): readonly Creation[] {
    return this.#dispatcher.world.table<readonly Creation[]>(CREATIONS).get(urn) ?? [];
  }

  /** How many creates of this URN somebody has heard of: what automatic names are drawn from. */
  heardCreations(urn: string): number {
    const creations = this.creations(urn);
    return creations.length - (creations.at(-1)?.unheard ? 1 : 0);
  }

  /** The answer to the youngest create of this URN was sent. */
  heard(urn: string): void {
    const creations = this.creations(urn);
    const youngest = creations.at(-1);
    if (!youngest?.unheard) return;
    const { id, digest } = youngest;
    const { world } = this.#dispatcher;
    world.transact(() =>
      world.table<readonly Creation[]>(CREATIONS).put(urn, [...creations.slice(0, -1), { id, digest }]),
    );
  }

  foresee(target: Target & { readonly inputs: PropertyMap }): PropertyMap {
    const subject = this.subject(target);
    const aws = adapterAws(this.#dispatcher, subject.region, target.urn);
    const plain = adapterInputs(subject, target.inputs);
    const foreseen = this.#adapters.get(subject.type)?.preview?.(plain, aws) ?? {};
    return previewOutputs(subject, target.inputs, foreseen);
  }

  /** `isInert` keeps a resource without behaviour whose type has handlers, which could not make it. */
  create(
    target: Target & { readonly inputs: PropertyMap },
    options: { readonly isInert?: boolean; readonly answerMayBeLost?: boolean } = {},
  ): { id: string; outputs: PropertyMap } {
    const lost = this.#unheardOf(target);
    if (lost !== undefined) return lost;
    const subject = this.subject(target);
    const { world } = this.#dispatcher;
    const { urn } = target;
    const aws = adapterAws(this.#dispatcher, subject.region, urn);
    return guarded(aws, () =>
      world.transact(() => {
        const earlier = this.creations(urn);
        const before = earlier.length;
        const made = namesAtCreation(subject.behaviour ?? NOTHING, target.inputs, world.seed, urn, before);
        const plain = { ...adapterInputs(subject, target.inputs), ...made };
        const remember = (id: string) => {
          const digest = creationDigest(target.inputs);
          const creation = { id, digest, ...(options.answerMayBeLost && { unheard: true }) };
          world.table<readonly Creation[]>(CREATIONS).put(urn, [...earlier, creation]);
        };
        const adapter = options.isInert ? undefined : this.#adapters.get(subject.type);
        if (adapter === undefined) {
          const where = { type: subject.type, urn, region: subject.region, before };
          const given = withMerged(subject, withoutNotes(target.inputs));
          const { id, inputs, computed } = createInert(world, where, subject.behaviour, { ...given, ...made });
          remember(id);
          const told = inPulumiTerms(subject, { ...inputs, ...computed }, target.inputs['tags']);
          return { id, outputs: mergeOutputs(subject, target.inputs, told) };
        }
        const id = adapter.create(plain, aws);
        remember(id);
        return { id, outputs: this.#outputs(subject, aws, id, target.inputs, plain) };
      }),
    );
  }

  read(request: Pick<ReadRequest, 'urn' | 'type' | 'config' | 'id' | 'inputs' | 'outputs'>) {
    const { id, inputs, outputs } = request;
    const subject = this.subject(request);
    const aws = adapterAws(this.#dispatcher, subject.region, request.urn);
    const known = withoutNotes(reveal({ ...outputs, ...inputs }) as PropertyMap);
    const told = guarded(aws, () => this.#tell(subject, aws, id, known));
    if (told === undefined) return undefined;
    const terms = inPulumiTerms(subject, told, inputs?.['tags']);
    const read = readInputs(subject, inputs, terms);
    return { id, inputs: read, outputs: mergeOutputs(subject, inputs ?? {}, terms, outputs) };
  }

  update(request: {
    readonly urn: string;
    readonly type: string;
    readonly config: PropertyMap;
    readonly id: string;
    readonly oldInputs: PropertyMap;
    readonly oldOutputs: PropertyMap;
    readonly newInputs: PropertyMap;
  }): PropertyMap {
    const { urn, id, newInputs, oldOutputs } = request;
    const subject = this.subject({ ...request, inputs: newInputs });
    const { world } = this.#dispatcher;
    const aws = adapterAws(this.#dispatcher, subject.region, urn);
    const before = { ...adapterInputs(subject, oldOutputs), ...adapterInputs(subject, request.oldInputs) };
    const after = { ...keptOf(subject, oldOutputs), ...adapterInputs(subject, newInputs) };
    return guarded(aws, () =>
      world.transact(() => {
        const adapter = this.#adapters.get(subject.type);
        if (adapter === undefined) updateInert(world, subject.region, id, withMerged(subject, withoutNotes(newInputs)));
        else if (adapter.update === undefined) throw cannotUpdate(urn, subject.type);
        else adapter.update(id, { before, after, changed: changedNames(subject, before, after) }, aws);
        return this.#outputs(subject, aws, id, newInputs, after, oldOutputs);
      }),
    );
  }

  delete(request: Target & { readonly id: string; readonly inputs: PropertyMap; readonly outputs: PropertyMap }): void {
    const { urn, id, inputs, outputs } = request;
    const subject = this.subject(request);
    const aws = adapterAws(this.#dispatcher, subject.region, urn);
    const state = withoutNotes(reveal({ ...outputs, ...inputs }) as PropertyMap);
    guarded(aws, () =>
      this.#dispatcher.world.transact(() => {
        const adapter = this.#adapters.get(subject.type);
        if (adapter === undefined) deleteInert(this.#dispatcher.world, subject.region, id);
        else if (adapter.read(id, aws, state) !== undefined) adapter.delete(id, state, aws);
      }),
    );
  }

  /** What the same create has made already, where its answer may have been lost. */
  #unheardOf(target: Target & { readonly inputs: PropertyMap }): { id: string; outputs: PropertyMap } | undefined {
    const youngest = this.creations(target.urn).at(-1);
    if (!youngest?.unheard || youngest.digest !== creationDigest(target.inputs)) return undefined;
    return this.read({ ...target, id: youngest.id });
  }

  #tell(subject: Subject, aws: TracedAws, id: string, known: PropertyMap): Told | undefined {
    const adapter = this.#adapters.get(subject.type);
    if (adapter !== undefined) return adapter.read(id, aws, known);
    const inert = readInert(this.#dispatcher.world, subject.region, id);
    return inert === undefined ? undefined : { ...inert.inputs, ...inert.computed };
  }

  #outputs(
    subject: Subject,
    aws: TracedAws,
    id: string,
    inputs: PropertyMap,
    plain: PropertyMap,
    before?: PropertyMap,
  ): PropertyMap {
    const told = this.#tell(subject, aws, id, plain);
    assert(told !== undefined, `${subject.type} ${id} can be read after it was written`);
    return mergeOutputs(subject, inputs, inPulumiTerms(subject, told, inputs['tags']), before);
  }
}

/** By URN: what its creates made. */
const CREATIONS = 'provider.creation';
const NOTHING = { in: {}, out: {} };

function foreign(type: string, urn: string): EvenkeelError {
  return new EvenkeelError({
    code: 'provider.package',
    message: `${urn}: the twin provides resources of AWS only`,
    found: type,
    allowed: 'types of the package aws',
    next: 'leave the resource out, or bring the stack up with the Pulumi CLI',
  });
}

function cannotUpdate(urn: string, type: string): EvenkeelError {
  return new EvenkeelError({
    code: 'twin.not-modelled',
    message: `${urn}: the twin does not model changing a resource of type ${type} in place`,
    found: type,
    next: 'replace the resource, or leave the change out of what is rehearsed',
  });
}
