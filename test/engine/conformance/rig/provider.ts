import { createHash } from 'node:crypto';
import { compareProperties } from '../../../../src/engine/properties/compare.ts';
import { canonicalJson } from '../../../../src/lib/canonical.ts';
import { hasUnknown, type PropertyMap, reveal, UNKNOWN } from '../../../../src/lib/property.ts';
import { formatPath } from '../../../../src/lib/property-path.ts';
import type {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffKind,
  DiffRequest,
  DiffResult,
  Provider,
  ReadRequest,
  UpdateRequest,
} from '../../../../src/lib/provider.ts';

export interface Thing {
  readonly type: string;
  readonly name: string;
  inputs: PropertyMap;
}

/**
 * A provider that is the same under both engines: its world is a map, and what a change does is said by names.
 *
 * - Inputs whose names begin with `forced` replace. Types that hold `Exclusive` are deleted before they are replaced.
 * - Inputs whose names begin with `uses` hold ids: what is used can neither be absent at a creation nor be deleted.
 * - A type that holds `Named` gets a `label` of its own, kept by updates and new in a replacement.
 * - An input `bad` fails the check with its value; an input `fail` fails the creation.
 * - Outputs are the inputs, `stamp` (of the id) and `digest` (of the inputs: unknown in the preview of a change).
 */
export class RigProvider implements Provider {
  readonly world = new Map<string, Thing>();
  /** Every effect, as `operation id`, in order. */
  readonly calls: string[] = [];
  readonly #made = new Map<string, number>();

  async check({ type, urn, news, olds }: CheckRequest) {
    const label = news['label'] ?? olds?.['label'] ?? `auto-${digest(`${urn} ${this.#made.get(urn) ?? 0}`)}`;
    const bad = news['bad'];
    return {
      inputs: type.includes('Named') ? { ...news, label } : news,
      failures: bad === undefined ? [] : [{ property: 'bad', reason: String(bad) }],
    };
  }

  async diff({ type, oldInputs, newInputs }: DiffRequest): Promise<DiffResult> {
    const changes = compareProperties(oldInputs, newInputs);
    const isForced = (key: unknown) => String(key).startsWith('forced');
    const kindOf = (key: unknown, kind: 'add' | 'delete' | 'update'): DiffKind =>
      isForced(key) ? `${kind}-replace` : kind;
    return {
      changes: changes.length > 0 ? 'some' : 'none',
      detailed: Object.fromEntries(
        changes.map(({ path, kind }) => [formatPath(path), { kind: kindOf(path[0], kind) }]),
      ),
      replaces: [...new Set(changes.map(({ path }) => String(path[0])).filter(isForced))].sort(),
      deleteBeforeReplace: type.includes('Exclusive'),
    };
  }

  async create({ type, name, urn, inputs, preview }: CreateRequest) {
    if (preview) return { id: '', outputs: { ...inputs, stamp: UNKNOWN, digest: UNKNOWN } };
    const plain = reveal(inputs) as PropertyMap;
    if (plain['fail'] !== undefined) throw new Error(String(plain['fail']));
    for (const id of used(plain)) if (!this.world.has(id)) throw new Error(`${name} uses ${id}, which is absent`);
    const count = (this.#made.get(urn) ?? 0) + 1;
    this.#made.set(urn, count);
    const id = `${name}-${digest(urn)}-${count}`;
    this.calls.push(`create ${id}`);
    this.world.set(id, { type, name, inputs: plain });
    return { id, outputs: outputsOf(id, plain) };
  }

  async read({ id }: ReadRequest) {
    const thing = this.world.get(id);
    return thing === undefined ? undefined : { id, inputs: thing.inputs, outputs: outputsOf(id, thing.inputs) };
  }

  async update({ id, newInputs, oldOutputs, preview }: UpdateRequest) {
    if (preview) return { outputs: { ...newInputs, stamp: oldOutputs['stamp'] ?? UNKNOWN, digest: UNKNOWN } };
    const thing = this.world.get(id);
    if (thing === undefined) throw new Error(`${id} is gone`);
    this.calls.push(`update ${id}`);
    thing.inputs = reveal(newInputs) as PropertyMap;
    return { outputs: outputsOf(id, thing.inputs) };
  }

  async delete({ id }: DeleteRequest) {
    const user = [...this.world].find(([, thing]) => used(thing.inputs).includes(id))?.[0];
    if (user !== undefined) throw new Error(`${id} is in use by ${user}`);
    this.calls.push(`delete ${id}`);
    this.world.delete(id);
  }

  async invoke(): Promise<never> {
    throw new Error('the rig has no data sources');
  }
}

function outputsOf(id: string, inputs: PropertyMap): PropertyMap {
  return { ...inputs, stamp: `stamp-${id}`, digest: digest(canonicalJson(inputs)) };
}

function used(inputs: PropertyMap): string[] {
  const found = Object.entries(inputs).filter(([key]) => key.startsWith('uses'));
  return found.flatMap(([, value]) => (hasUnknown(value) ? [] : [String(value)]));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
