import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import type { Problem } from './errors.ts';

export type Path = readonly (string | number)[];

/** A YAML text with the positions of its parts. */
export interface PositionedDocument {
  /** What it says, as plain data; `undefined` where it cannot be read at all. */
  readonly value: unknown;
  /** What is wrong with it as YAML: syntax, the same key twice. */
  readonly problems: readonly Problem[];
  /** `file:line:col` of the value at a path, or of the nearest part around it that exists. */
  at(path: Path): string;
  /** `file:line:col` of the key at the end of a path. */
  atKey(path: Path): string;
}

/** Reads one YAML 1.2 document. `file` is what positions begin with, `code` what the codes of its problems begin with. */
export function readDocument(text: string, file: string, code: string): PositionedDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const at = (offset: number | undefined) => {
    const { line, col } = lines.linePos(offset ?? 0);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const problems = [...document.errors, ...document.warnings].map((error): Problem => {
    const place = at(error.pos[0]);
    if (error.code === 'DUPLICATE_KEY') return duplicateKey(code, place, wordAt(text, error.pos[0]));
    return { code: `${code}.syntax`, at: place, message: error.message, next: 'correct the YAML' };
  });
  const root: Node | null = document.contents;
  const borrowed = aliases(root).map((node) => noAlias(code, at(node.range?.[0])));
  const readable = borrowed.length === 0 && document.errors.every((error) => error.code === 'DUPLICATE_KEY');
  return {
    value: readable ? document.toJS() : undefined,
    problems: [...problems, ...borrowed],
    at: (path) => at(nodeAt(root, path)?.range?.[0]),
    atKey: (path) => at((keyAt(root, path) ?? nodeAt(root, path))?.range?.[0]),
  };
}

function duplicateKey(code: string, at: string, key: string): Problem {
  return {
    code: `${code}.duplicate-key`,
    at,
    message: `the key ${key} stands here for the second time`,
    allowed: 'each key once in its mapping',
    next: 'take one of the two away',
  };
}

/** An alias hides where a value comes from. */
function noAlias(code: string, at: string): Problem {
  return {
    code: `${code}.alias`,
    at,
    message: 'a file of this kind has no aliases',
    allowed: 'values written out',
    next: 'write the value here',
  };
}

function aliases(node: unknown): Node[] {
  if (isAlias(node)) return [node];
  if (isMap(node)) return node.items.flatMap((pair) => [...aliases(pair.key), ...aliases(pair.value)]);
  return isSeq(node) ? node.items.flatMap(aliases) : [];
}

/** The deepest node that exists on the way along a path. */
function nodeAt(root: Node | null, path: Path): Node | null {
  let node = root;
  for (const step of path) {
    const next = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (next === undefined || next === null) return node;
    node = next as Node;
  }
  return node;
}

function keyAt(root: Node | null, path: Path): Scalar | undefined {
  const parent = nodeAt(root, path.slice(0, -1));
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === path.at(-1));
  return isScalar(pair?.key) ? pair.key : undefined;
}

function wordAt(text: string, offset: number): string {
  return /^[^\s:]+/.exec(text.slice(offset))?.[0] ?? '';
}
