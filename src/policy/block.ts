import type { Value } from '../graph/node.ts';
import type { PropertyValue } from '../lib/property.ts';
import { Undecided } from './undecided.ts';

/** Where a block's values come from: whole ones, and ones in which something may not be known. */
export interface Reader {
  value(path: string): Value;
  shape(path: string): Value;
}

/**
 * Properties of a resource, or of a part of it, as rules read them. Whatever is not known, or is secret, throws
 * `Undecided`: it is never a value. A property that is not there is `undefined`, but for `need`.
 */
export class Block {
  readonly #path: string;
  readonly #reader: Reader;

  constructor(reader: Reader, path = '') {
    this.#reader = reader;
    this.#path = path;
  }

  read(path: string): PropertyValue | undefined {
    return this.#known(path, this.#reader.value(this.#at(path)));
  }

  /** A value that AWS or the program always gives: where it is not there, that is not known. */
  need(path: string): PropertyValue {
    const value = this.read(path);
    if (value === undefined) throw new Undecided(this.#at(path), 'not told by the checkpoint');
    return value;
  }

  text(path: string): string | undefined {
    const value = this.read(path);
    if (value !== undefined && typeof value !== 'string') throw new Undecided(this.#at(path), 'no text');
    return value;
  }

  /** Numbers that are written as text, too: some types keep them so. */
  number(path: string): number | undefined {
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
    return value.map((_, index) => new Block(this.#reader, `${at}.${index}`));
  }

  #known(path: string, value: Value): PropertyValue | undefined {
    if (value.known) return value.value ?? undefined;
    throw new Undecided(this.#at(path), value.reason, value.reason === 'not computed yet');
  }

  #at(path: string): string {
    return this.#path === '' ? path : `${this.#path}.${path}`;
  }
}
