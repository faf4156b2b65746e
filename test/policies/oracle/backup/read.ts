import type { CheckpointResource } from '../../../../src/graph/checkpoint.ts';
import type { CaseVerdict } from '../../cases/build.ts';

/** Plain readings of plain resources: by loops, without a graph. */
export type Resources = readonly CheckpointResource[];

export function at(one: CheckpointResource, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }, one.outputs);
}

export function textAt(one: CheckpointResource, path: string): string {
  const value = at(one, path);
  return value === undefined || value === null ? '' : String(value);
}

export function listAt(one: CheckpointResource, path: string): readonly Record<string, unknown>[] {
  const value = at(one, path);
  return Array.isArray(value) ? value : [];
}

export function tagOf(one: CheckpointResource, name: string): string | undefined {
  const value = at(one, 'tags') as Record<string, string> | undefined;
  return value?.[name];
}

export function ofType(all: Resources, type: string): Resources {
  return all.filter((one) => one.type === type);
}

export function isFirst(one: CheckpointResource): boolean {
  return tagOf(one, 'tier') === '1';
}

export function isReplica(one: CheckpointResource): boolean {
  return textAt(one, 'replicateSourceDb') !== '';
}

export function passIf(isSo: boolean): CaseVerdict {
  return isSo ? 'pass' : 'fail';
}

/** Whether a text is as a pattern with stars says, case by case. */
export function matches(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return text === pattern;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  const last = rest.pop() ?? '';
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
