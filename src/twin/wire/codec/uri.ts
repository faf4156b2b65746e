import { Undecodable, type WireRequest } from '../message.ts';
import type { Operation, ServiceModel } from '../model/shape.ts';

export interface UriMatch {
  readonly operation: Operation;
  /** With their escapes. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The operation whose method and URI pattern a REST request meets; the pattern with more fixed parts wins. */
export function matchUri(service: ServiceModel, request: WireRequest): UriMatch | undefined {
  const parts = partsOf(request.path);
  for (const pattern of patternsOf(service)) {
    if (pattern.method !== request.method || pattern.parts.length !== parts.length) continue;
    if (
      !pattern.query.every(([key, value]) => (value === '' ? request.query.has(key) : request.query.get(key) === value))
    )
      continue;
    const labels = labelsOf(pattern.parts, parts);
    if (labels) return { operation: pattern.operation, labels };
  }
  return undefined;
}

interface Pattern {
  readonly operation: Operation;
  readonly method: string;
  /** `{Name}` is a label, the rest is fixed. */
  readonly parts: readonly string[];
  /** Keys that must be there, with their values. */
  readonly query: readonly (readonly [key: string, value: string])[];
}

const patterns = new WeakMap<ServiceModel, readonly Pattern[]>();

function patternsOf(service: ServiceModel): readonly Pattern[] {
  let known = patterns.get(service);
  if (!known) {
    known = [...service.operations.values()].flatMap(patternOf).sort((a, b) => fixedParts(b) - fixedParts(a));
    patterns.set(service, known);
  }
  return known;
}

function patternOf(operation: Operation): Pattern[] {
  if (!operation.http) return [];
  const [method, uri] = operation.http;
  const [path, query] = uri.split('?');
  return [{ operation, method, parts: partsOf(path ?? ''), query: [...new URLSearchParams(query)] }];
}

function fixedParts({ parts, query }: Pattern): number {
  return parts.filter((part) => !part.startsWith('{')).length + query.length;
}

/** Slashes at the end do not count: clients differ in them. */
function partsOf(path: string): string[] {
  return path.replace(/\/+$/, '').split('/').slice(1);
}

function labelsOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (expected.startsWith('{')) {
      if (part === '') return undefined;
      labels[expected.slice(1, -1)] = part;
    } else if (expected !== part) return undefined;
  }
  return labels;
}

/** A label's text. Throws `Undecodable`. */
export function unescapeLabel(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new Undecodable('the path has a broken escape', { cause });
  }
}
