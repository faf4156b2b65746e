import { EvenkeelError } from './errors.ts';

/** A step of a property path: a member's name, a position in a list, or every one of them. */
export type PathStep = string | number | typeof EVERY;
export type PropertyPath = readonly PathStep[];

/** The wildcard `*`. */
export const EVERY = Symbol('*');

const TOKEN = /^(?:\.?\[(\d+)\]|\.?\["((?:[^"\\]|\\.)*)"\]|\.?\[(\*)\]|\.?(\*)(?=[.[]|$)|\.?([^.["\]]+))/;

/**
 * Parses a property path as Pulumi writes it: `a.b`, `a[0]`, `a["x.y"]`, `a[*]`, `*`
 * (sdk/go/common/resource/property_path.go). Throws `engine.property-path` on anything else.
 */
export function parsePath(text: string): PropertyPath {
  const steps: PathStep[] = [];
  let rest = text;
  while (rest !== '') {
    const match = TOKEN.exec(rest);
    if (match === null) throw badPath(text, rest);
    steps.push(stepOf(match, text));
    rest = rest.slice(match[0].length);
  }
  if (steps.length === 0) throw badPath(text, text);
  return steps;
}

/** A path as text, in the form that `parsePath` reads. */
export function formatPath(path: PropertyPath): string {
  return path.reduce<string>((text, step) => {
    if (step === EVERY) return text === '' ? '*' : `${text}[*]`;
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = String(step);
    if (!/^[^.["\]*\s]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/** True where `pattern` names the property at `path` or one that holds it. */
export function covers(pattern: PropertyPath, path: PropertyPath): boolean {
  return pattern.length <= path.length && pattern.every((step, index) => step === EVERY || step === path[index]);
}

function stepOf(match: RegExpExecArray, text: string): PathStep {
  const [, position, quoted, bracketStar, star, name] = match;
  if (position !== undefined) return Number(position);
  if (quoted !== undefined) return unquote(quoted, text);
  if (bracketStar !== undefined || star !== undefined) return EVERY;
  return name ?? '';
}

function unquote(quoted: string, text: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    throw badPath(text, quoted);
  }
}

function badPath(text: string, rest: string): EvenkeelError {
  return new EvenkeelError({
    code: 'engine.property-path',
    message: `the property path ${JSON.stringify(text)} cannot be read`,
    found: `${JSON.stringify(rest)} at position ${text.length - rest.length}`,
    allowed: 'names joined by dots, list positions [0], quoted names ["x.y"], and the wildcard * or [*]',
    next: 'correct the path in the resource option',
  });
}
