import type { AuditRow } from './audit-row.ts';

/** What a row is about, for a person: the resource's name, the stack, or the estate. */
export function nameOf({ urn, stack }: Pick<AuditRow, 'urn' | 'stack'>): string {
  return urn?.slice(urn.lastIndexOf('::') + 2) ?? (stack === undefined ? 'the estate' : `stack ${stack}`);
}

/** What a row is about, as waivers and baselines name it: a URN, `stack:NAME`, or `estate`. */
export function placeOf({ urn, stack }: Pick<AuditRow, 'urn' | 'stack'>): string {
  return urn ?? (stack === undefined ? 'estate' : `stack:${stack}`);
}

/** The type token of a row's resource, as its URN has it: the last of the chain of its parents. */
export function typeOf({ urn }: Pick<AuditRow, 'urn'>): string | undefined {
  return urn?.split('::').at(-2)?.split('$').at(-1);
}

export interface FilePlace {
  /** Relative to the program's folder, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/**
 * Where a row's resource was registered; `undefined` where that is not told, or lies outside the program's folder: a path of
 * somebody's machine is nobody's evidence.
 */
export function filePlaceOf({ at }: Pick<AuditRow, 'at'>): FilePlace | undefined {
  const [, file = '', line, column] = /^(.+?):(\d+)(?::(\d+))?$/.exec(at ?? '') ?? [];
  const isOutside = /^(?:[/\\~]|[A-Za-z]:|\w+:)/.test(file) || file.split(/[\\/]/).includes('..');
  if (line === undefined || Number(line) === 0 || isOutside) return undefined;
  return { file: file.replaceAll('\\', '/'), line: Number(line), column: Number(column) || undefined };
}
