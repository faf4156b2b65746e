import { readFileSync } from 'node:fs';
import type { PropertyValue } from '../../lib/property.ts';

/**
 * What the AWS provider does with a resource type, as recorded in `behaviour.json` (its `about` explains every field and how it
 * was obtained). The file is 1.4 MB and holds one type at a time of interest: a type is parsed when it is first asked for.
 */
export interface Behaviour {
  readonly in: Readonly<Record<string, PropertyFacts>>;
  readonly out: Readonly<Record<string, OutputFacts>>;
  /** Dotted path of an object property, without list positions, to the facts of its members. */
  readonly nested?: Readonly<Record<string, Readonly<Record<string, PropertyFacts | readonly ['comp', string]>>>>;
  /** Outputs that every in-place update makes unknown. */
  readonly recomputed?: readonly string[];
  /** Outputs that some in-place updates made unknown. */
  readonly sometimesRecomputed?: readonly string[];
  /** Properties of the SDK that the recorded provider did not have yet. */
  readonly sdkOnly?: readonly string[];
}

/** `[kind, type, replace, extras]`. */
export type PropertyFacts = readonly [
  kind: 'req' | 'opt' | 'opt+comp',
  type: string,
  replace: boolean | 'conditional' | 'unknown',
  extras?: Extras,
];
export type OutputFacts =
  | string
  | { readonly t: string; readonly default?: PropertyValue; readonly sensitive?: boolean };

export interface Extras {
  readonly default?: PropertyValue;
  readonly sensitive?: boolean;
  readonly sdk?: 'opt' | 'req';
  readonly seen?: 'set/unset' | 'nested';
  readonly why?: string;
  readonly change?: string;
  readonly set?: string;
  readonly unset?: string;
  readonly replaceIf?: Readonly<Record<string, string>>;
  readonly updateIf?: Readonly<Record<string, string>>;
  readonly otherwise?: 'update' | 'replace';
  readonly on?: readonly string[];
  readonly replaceWhen?: string | readonly string[];
  readonly updateWhen?: string | readonly string[];
  readonly via?: readonly string[];
}

/** The facts of a canonical type, or `undefined` where nothing was recorded. */
export function behaviourOf(type: string): Behaviour | undefined {
  let known = parsed.get(type);
  if (known === undefined) {
    known = parse(type) ?? null;
    parsed.set(type, known);
  }
  return known ?? undefined;
}

/** Every type of which something is recorded, sorted. */
export function recordedTypes(): string[] {
  const types = [...recorded().matchAll(/^"(aws:[^"]+)":\{$/gm)].map(([, type = '']) => type);
  return types.sort();
}

const parsed = new Map<string, Behaviour | null>();
let file: string | undefined;

function recorded(): string {
  file ??= readFileSync(new URL('./behaviour.json', import.meta.url), 'latin1');
  return file;
}

function parse(type: string): Behaviour | undefined {
  const text = recorded();
  if (!type.startsWith('aws:')) return undefined;
  const opening = `\n${JSON.stringify(type)}:{\n`;
  const start = text.indexOf(opening);
  if (start < 0) return undefined;
  // a type is closed by the first brace that stands alone on its line; what it holds is closed by a brace and a comma
  const end = closing(text, start + opening.length);
  return JSON.parse(Buffer.from(text.slice(start + opening.length - 2, end), 'latin1').toString('utf8')) as Behaviour;
}

function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; ) {
    const lineEnd = text.indexOf('\n', at);
    const first = text[at];
    const last = text[lineEnd - 1];
    if (first === '}') depth--;
    else if (last === '{') depth++;
    if (depth === 0) return at + 1;
    at = lineEnd + 1;
  }
  return text.length;
}
