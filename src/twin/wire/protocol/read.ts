import { readCbor } from '../codec/cbor-read.ts';
import type { FormNode } from '../codec/form.ts';
import { type QueryDialect, readQueryStructure } from '../codec/query.ts';
import { readTreeStructure } from '../codec/tree-read.ts';
import { bytesOf, textOf, Undecodable, type WireRequest } from '../message.ts';
import type { Operation } from '../model/shape.ts';

/** A JSON request's input; an empty body is an empty object. */
export function readJson(operation: Operation, request: WireRequest): Record<string, unknown> {
  return request.body.length === 0 ? {} : readTreeStructure(operation.input, parseJson(textOf(request.body)));
}

export function readCborRequest(operation: Operation, request: WireRequest): Record<string, unknown> {
  return request.body.length === 0 ? {} : readTreeStructure(operation.input, readCbor(bytesOf(request.body)));
}

export function readForm(operation: Operation, form: FormNode, dialect: QueryDialect): Record<string, unknown> {
  return readQueryStructure(operation.input, form, dialect);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    // the parser's own message quotes the body, which may hold a secret
    throw new Undecodable('the body is not JSON', { cause });
  }
}
