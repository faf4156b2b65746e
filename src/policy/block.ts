import type { Value } from '../graph/node.ts';
import type { PropertyValue } from '../lib/property.ts';
import type { Resource } from './resource.ts';
import { attempt, Undecided } from './undecided.ts';

/** Where a block's values come from: whole ones, and ones in which something may not be known. */
export interface Reader {
  value(path: string): Value;
  shape(path: string): Value;
  /** What the program alone says: known, not known, or `undefined` where it says nothing. */
  declared(path: string): Value | undefined;
  /** What a property refers to, as one, and each. */
  to(path: string, type: string): Resource | undefined;
  toAll(path: string, type: string): readonly Resource[];
  /** What AWS will add is still to come. */
  readonly isPlanned: boolean;
}

/**
 * Properties of a resource, or of a part of it, as rules read them. Whatever is not known, or is secret, throws
 * `Undecided`: it is never a value. A property that is not there is `undefined`, but for `need`. A dotted path leads inside; an
 * item of a list is read by no path at all.
 */
export class Block {
  /** False of a part of what is perhaps meant, perhaps not: an edge or a tag is not known. */
  readonly isCertain: boolean;
  readonly #path: string;
  readonly #reader: Reader;

  constructor(reader: Reader, path = '', isCertain = true) {
    this.isCertain = isCertain;
    this.#reader = reader;
    this.#path = path;
  }

  read(path = ''): PropertyValue | undefined {
    return this.#known(path, this.#reader.value(this.#at(path)));
  }

  /** A value that AWS or the program always gives: where it is not there, that is not known. */
  need(path: string): PropertyValue {
    const value = this.read(path);
    if (value !== undefined) return value;
    const { isPlanned } = this.#reader;
    throw new Undecided(this.#at(path), isPlanned ? 'not computed yet' : 'not told by the checkpoint', isPlanned);
  }

  /**
   * Whether the program gives it, known or not, secret or not: `kmsKeyId: key.arn` is given in the first preview. Undecided
   * only where an unknown value may as well be one that AWS computes (a pack is told no inputs).
   */
  isGiven(path: string): boolean {
    const declared = this.#reader.declared(this.#at(path));
    if (declared === undefined) return false;
    if (declared.known || declared.reason === 'secret') return true;
    return this.#known(path, declared) !== undefined;
  }

  /** A part that the program writes inside; `undefined` where it writes none, whatever AWS has there. */
  inline(path: string): Block | undefined {
    const isThere = attemptIs(() => this.isGiven(path));
    return isThere ? new Block(this.#reader, this.#at(path), this.isCertain) : undefined;
  }

  /** The value; what AWS documents as its default where the program leaves out what AWS will fill in, or nobody tells it. */
  readOr<T extends PropertyValue>(path: string, awsDefault: T): PropertyValue {
    if (this.#reader.isPlanned && !attemptIs(() => this.isGiven(path))) return awsDefault;
    return this.read(path) ?? awsDefault;
  }

  /** The resource that a property refers to; `undefined` where it refers to none, an undecided one where to one or another. */
  to(path: string, type: string): Resource | undefined {
    return this.#reader.to(this.#at(path), type);
  }

  /**
   * What a property refers to, whether or not its id is known yet, each once. Lists are stepped through:
   * `subnetMappings.subnetId`.
   */
  toAll(path: string, type: string): readonly Resource[] {
    return this.#reader.toAll(this.#at(path), type);
  }

  text(path = ''): string | undefined {
    const value = this.read(path);
    if (value !== undefined && typeof value !== 'string') throw new Undecided(this.#at(path), 'no text');
    return value;
  }

  /** Numbers that are written as text, too: some types keep them so. */
  number(path = ''): number | undefined {
    const value = this.read(path);
    if (value === undefined || typeof value === 'number') return value;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
    if (Number.isNaN(number)) throw new Undecided(this.#at(path), 'no number');
    return number;
  }

  /** The texts of a list; of one that is not there, none. */
  texts(path: string): readonly string[] {
    const value = this.read(path) ?? [];
    if (!Array.isArray(value)) throw new Undecided(this.#at(path), 'no list');
    return value.map(String);
  }

  /** The parts of a list, whose own properties need not be known; of one that is not there, none. */
  list(path: string): readonly Block[] {
    const at = this.#at(path);
    const value = this.#known(path, this.#reader.shape(at)) ?? [];
    if (!Array.isArray(value)) throw new Undecided(at, 'no list');
    return value.map((_, index) => new Block(this.#reader, at === '' ? `${index}` : `${at}.${index}`, this.isCertain));
  }

  /** The texts of a list, to be read one by one: one that is not known hides no other. */
  each(path: string): readonly (() => string | undefined)[] {
    const items = attempt(() => this.list(path));
    if ('value' in items) return items.value.map((item) => () => item.text());
    return [
      () => {
        throw items.undecided;
      },
    ];
  }

  #known(path: string, value: Value): PropertyValue | undefined {
    if (value.known) return value.value ?? undefined;
    throw new Undecided(this.#at(path), value.reason, value.reason === 'not computed yet');
  }

  #at(path: string): string {
    if (this.#path === '') return path;
    return path === '' ? this.#path : `${this.#path}.${path}`;
  }
}

/** What is not decided counts as not so: an unknown that nothing in the program explains is AWS's to compute. */
function attemptIs(read: () => boolean): boolean {
  const result = attempt(read);
  return 'value' in result && result.value;
}
