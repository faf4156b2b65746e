import { assert } from '../../../lib/errors.ts';
import { Undecodable } from '../message.ts';
import type { Scalar } from '../model/shape.ts';

/** How an instant is written where text carries it. */
export type InstantFormat = 'date-time' | 'http-date';

/** A scalar from the text of a query, a label, a header or an XML element. */
export function scalarFromText(shape: Scalar, text: string): unknown {
  switch (shape.kind) {
    case 'string':
      return text;
    case 'number':
      return numberFromText(text);
    case 'boolean':
      return booleanFromText(text);
    case 'timestamp':
      return instantFromText(text);
    case 'blob':
      return bytesFromBase64(text);
  }
}

export function scalarToText(shape: Scalar, value: unknown, format: InstantFormat): string {
  switch (shape.kind) {
    case 'timestamp':
      return format === 'http-date' ? instantOf(value).toUTCString() : instantOf(value).toISOString();
    case 'blob':
      return base64Of(value);
    default:
      return String(value);
  }
}

/** An instant in any of the forms that AWS's clients send. A time without a zone is UTC. */
export function instantFromText(text: string): Date {
  const trimmed = text.trim();
  const instant = EPOCH_SECONDS.test(trimmed)
    ? instantFromSeconds(Number(trimmed))
    : new Date(ISO_WITHOUT_ZONE.test(trimmed) ? `${trimmed}Z` : ISO_OR_HTTP.test(trimmed) ? trimmed : Number.NaN);
  if (Number.isNaN(instant.getTime())) throw new Undecodable(`${JSON.stringify(text)} is not an instant`);
  return instant;
}

export function instantFromSeconds(seconds: number): Date {
  return new Date(Math.round(seconds * 1000));
}

/** What a handler gave for an instant. */
export function instantOf(value: unknown): Date {
  assert(value instanceof Date && !Number.isNaN(value.getTime()), 'handlers answer instants as dates');
  return value;
}

export function bytesFromBase64(text: string): Uint8Array {
  if (!BASE64.test(text)) throw new Undecodable('a binary value is not base64');
  return new Uint8Array(Buffer.from(text, 'base64'));
}

export function base64Of(value: unknown): string {
  assert(value instanceof Uint8Array, 'handlers answer binary values as byte arrays');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
}

function numberFromText(text: string): number {
  const trimmed = text.trim();
  const number = Number(trimmed);
  if (trimmed === '' || (Number.isNaN(number) && trimmed !== 'NaN')) {
    throw new Undecodable(`${JSON.stringify(text)} is not a number`);
  }
  return number;
}

function booleanFromText(text: string): boolean {
  const lower = text.trim().toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw new Undecodable(`${JSON.stringify(text)} is not true or false`);
  return lower === 'true';
}

const EPOCH_SECONDS = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const ISO_WITHOUT_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;
const ISO_OR_HTTP =
  /^(\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:.]+ GMT)$/;
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;
