/** Where a JSON text stops being one: offset, and what would be allowed there. */
export interface JsonFault {
  readonly offset: number;
  readonly allowed: string;
}

/** The first fault of a text that `JSON.parse` refuses; `undefined` where there is none. Nothing of the text is repeated: it may be secret. */
export function faultOf(text: string): JsonFault | undefined {
  try {
    new Scanner(text).document();
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return { offset: error.offset, allowed: error.allowed };
    throw error;
  }
}

/** Where the value at a path begins, in a text that is JSON; the nearest value around it where there is none. */
export function offsetOf(text: string, path: readonly (string | number)[]): number {
  let nearest = 0;
  let depth = -1;
  new Scanner(text, (at, offset) => {
    if (at.length <= depth || at.length > path.length || at.some((part, index) => part !== path[index])) return;
    nearest = offset;
    depth = at.length;
  }).document();
  return nearest;
}

/** `line:column` of an offset, both from one. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

class Fault extends Error {
  readonly offset: number;
  readonly allowed: string;

  constructor(offset: number, allowed: string) {
    super(allowed);
    this.offset = offset;
    this.allowed = allowed;
  }
}

/** Reads the grammar of RFC 8259, tells each value's path and offset, and keeps nothing. */
class Scanner {
  readonly #text: string;
  readonly #visit: (path: readonly (string | number)[], offset: number) => void;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, visit: (path: readonly (string | number)[], offset: number) => void = () => undefined) {
    this.#text = text;
    this.#visit = visit;
  }

  document(): void {
    this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw new Fault(this.#at, 'the end of the text');
  }

  #value(): void {
    this.#space();
    this.#visit(this.#path, this.#at);
    const first = this.#text[this.#at];
    if (first === '{') this.#members('}', () => this.#member());
    else if (first === '[') this.#items();
    else if (first === '"') this.#string();
    else this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y, 'a value');
  }

  #member(): void {
    const start = this.#at;
    this.#string();
    const key = JSON.parse(this.#text.slice(start, this.#at)) as string;
    this.#space();
    this.#match(/:/y, 'a colon');
    this.#path.push(key);
    this.#value();
    this.#path.pop();
  }

  #items(): void {
    let index = 0;
    this.#members(']', () => {
      this.#path.push(index++);
      this.#value();
      this.#path.pop();
    });
  }

  /** What stands between two brackets, with commas. */
  #members(end: '}' | ']', one: () => void): void {
    this.#at++;
    this.#space();
    if (this.#text[this.#at] === end) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#space();
      one();
      this.#space();
      const next = this.#text[this.#at];
      if (next !== ',' && next !== end) throw new Fault(this.#at, `a comma or ${end}`);
      this.#at++;
      if (next === end) return;
    }
  }

  #string(): void {
    this.#match(/"/y, 'a text in double quotes');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside a text
    this.#match(/[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*/y, 'text');
    this.#match(/"/y, 'the closing double quote of a text');
  }

  #space(): void {
    this.#match(/[ \t\n\r]*/y, 'space');
  }

  #match(pattern: RegExp, allowed: string): void {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) throw new Fault(this.#at, allowed);
    this.#at += found[0].length;
  }
}
