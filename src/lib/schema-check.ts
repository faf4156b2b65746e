import { Ajv, type ErrorObject } from 'ajv';
import type { Problem } from './errors.ts';
import { nearest } from './nearest.ts';
import type { Path, PositionedDocument } from './positioned-document.ts';

/** What a document breaks of a schema; `broken` are the paths of values that nothing may be read from. */
export interface SchemaFindings {
  readonly problems: readonly Problem[];
  readonly broken: readonly Path[];
}

/** What kind of document a schema is of: what its codes begin with, and how a person calls it. */
export interface DocumentKind {
  /** `system` gives `system.value`, `system.missing`, … */
  readonly code: string;
  /** `the system` */
  readonly noun: string;
}

/** Compiles a schema; the answer tells what a document breaks of it, with positions. The schema's descriptions are what is allowed. */
export function schemaCheck(schema: object, kind: DocumentKind): (document: PositionedDocument) => SchemaFindings {
  // verbose: an error carries the part of the schema that it breaks, whose description is what is allowed
  const check = new Ajv({ allErrors: true, verbose: true }).compile(schema);
  return (document) => {
    const valid = check(document.value);
    const errors = valid ? [] : (check.errors ?? []).filter((error) => error.keyword !== 'propertyNames');
    return {
      problems: errors.map((error) => problemOf(error, document, kind)),
      broken: errors
        .filter((error) => error.keyword !== 'additionalProperties' && error.propertyName === undefined)
        .map((error) =>
          error.keyword === 'required' ? [...pathOf(error), error.params['missingProperty']] : pathOf(error),
        ),
    };
  };
}

function problemOf(error: ErrorObject, document: PositionedDocument, kind: DocumentKind): Problem {
  const path = pathOf(error);
  if (error.propertyName !== undefined) {
    return {
      code: `${kind.code}.value`,
      at: document.atKey([...path, error.propertyName]),
      message: `${nameOf(path, kind)} has a name that is not allowed`,
      found: error.propertyName,
      allowed: describe(error),
      next: 'give it another name',
    };
  }
  if (error.keyword === 'additionalProperties') return unknownKey(error, document, kind);
  if (error.keyword === 'required') return missingKey(error, document, kind);
  return {
    code: `${kind.code}.value`,
    at: document.at(path),
    message: `${nameOf(path, kind)} has a value that is not allowed`,
    found: show(error.data),
    allowed: describe(error),
    next: nextOf(error),
  };
}

function unknownKey(error: ErrorObject, document: PositionedDocument, kind: DocumentKind): Problem {
  const path = pathOf(error);
  const key = String(error.params['additionalProperty']);
  const keys = Object.keys(propertiesOf(error));
  const meant = nearest(key, keys);
  return {
    code: `${kind.code}.unknown-key`,
    at: document.atKey([...path, key]),
    message: `${nameOf(path, kind)} has a key that nothing reads`,
    found: key,
    allowed: keys.join(', '),
    next: meant === undefined ? 'take it away' : `did you mean ${meant}?`,
  };
}

function missingKey(error: ErrorObject, document: PositionedDocument, kind: DocumentKind): Problem {
  const path = pathOf(error);
  const key = String(error.params['missingProperty']);
  return {
    code: `${kind.code}.missing`,
    at: document.at(path),
    message: `${nameOf(path, kind)} lacks ${key}`,
    allowed: propertiesOf(error)[key]?.description,
    next: `add ${key}`,
  };
}

function describe(error: ErrorObject): string | undefined {
  const part = error.parentSchema as { description?: string; enum?: readonly unknown[] } | undefined;
  return part?.enum === undefined ? part?.description : part.enum.join(', ');
}

function nextOf(error: ErrorObject): string {
  if (error.keyword === 'type' && error.params['type'] === 'string' && typeof error.data === 'number') {
    return 'put it in quotes';
  }
  const values = (error.params as { allowedValues?: readonly unknown[] }).allowedValues;
  const meant = typeof error.data === 'string' ? nearest(error.data, (values ?? []).map(String)) : undefined;
  return meant === undefined ? 'correct the value' : `did you mean ${meant}?`;
}

function propertiesOf(error: ErrorObject): Readonly<Record<string, { description?: string }>> {
  return (
    (error.parentSchema as { properties?: Record<string, { description?: string }> } | undefined)?.properties ?? {}
  );
}

function pathOf(error: ErrorObject): Path {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** A path as people write it: `environments.prod.sites[1].zones`. */
function nameOf(path: Path, { noun }: DocumentKind): string {
  if (path.length === 0) return noun;
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** A value in at most 60 characters. */
function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
