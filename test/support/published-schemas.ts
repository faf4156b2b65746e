import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type AnySchemaObject } from 'ajv';
import { root } from './cli.ts';

/** What a published JSON Schema (drafts 4 and 7) finds wrong with a document: nothing where it is valid. */
export function wrongWith(path: string, document: unknown): unknown[] {
  const schema = JSON.parse(readFileSync(join(root, path), 'utf8')) as AnySchemaObject;
  // draft 4 differs in how it names itself, as far as these schemas go
  const { $schema: _, id, ...rest } = schema;
  // the older one has a pattern that is none with the flag u, the newer one names classes that need it
  const ajv = new Ajv({ strict: false, allErrors: true, formats: FORMATS, unicodeRegExp: id === undefined });
  const validate = ajv.compile({ ...rest, ...(typeof id === 'string' && { $id: id }) });
  return validate(document) ? [] : (validate.errors ?? []);
}

/** RFC 3339 and RFC 3986, as far as the documents could break them. */
const FORMATS = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  uri: /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i,
  'uri-reference': /^[^\s<>"{}|\\^`]*$/,
  email: /^[^\s@]+@[^\s@]+$/,
} as const;
