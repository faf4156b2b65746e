import { basename } from 'node:path';
import schema from '../../stacks/systems/system.schema.json' with { type: 'json' };
import type { Problem } from '../lib/errors.ts';
import { type Path, readDocument } from '../lib/positioned-document.ts';
import { schemaCheck } from '../lib/schema-check.ts';
import { completeSystem } from './complete.ts';
import { meaningProblems } from './meaning.ts';
import type { System } from './system.ts';
import type { SystemFile } from './system-file.ts';

const validate = schemaCheck(schema, { code: 'system', noun: 'the system' });

/**
 * Reads the text of a system file: the system, or every problem with it in the order of the text. `file` is the
 * path that positions are told with; its last part says what the system must be called.
 */
export function parseSystem(text: string, file: string): { system: System } | { problems: readonly Problem[] } {
  const document = readDocument(text, file, 'system');
  if (document.value === undefined) return { problems: document.problems };
  const { problems, broken } = validate(document);
  const isSound = (path: Path) => !broken.some((wrong) => startsWith(wrong, path) || startsWith(path, wrong));
  const name = basename(file).replace(/\.yaml$/, '');
  // a broken part is not looked at: see isSound
  const value = document.value as SystemFile;
  const meaning = isSoundRoot(document.value) ? meaningProblems(value, name, isSound, document.at) : [];
  const all = [...document.problems, ...problems, ...meaning];
  return all.length > 0 ? { problems: all.sort(byPosition) } : { system: completeSystem(value) };
}

function isSoundRoot(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

function byPosition(one: Problem, other: Problem): number {
  const [line = 0, column = 0] = positionOf(one);
  const [otherLine = 0, otherColumn = 0] = positionOf(other);
  return line - otherLine || column - otherColumn;
}

function positionOf(problem: Problem): number[] {
  return (problem.at ?? '').split(':').slice(-2).map(Number);
}
