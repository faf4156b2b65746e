import { withFinalNewline } from '../../lib/final-newline.ts';
import type { AuditDocument } from '../audit-document.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { oscal } from './oscal.ts';
import { page } from './page.ts';
import { sarif } from './sarif.ts';
import { type Paint, table } from './table.ts';

/** The forms of an audit's evidence: each a function of the document alone, so that equal documents give equal bytes. */
const WRITERS = { table, json, sarif, oscal, junit, csv, html: page } as const;

export type Format = keyof typeof WRITERS;
export const FORMATS = Object.keys(WRITERS) as readonly Format[];

/** The document in a form, with the newline that ends a file. Only the table is painted. */
export function written(document: AuditDocument, format: Format, paint?: Paint): string {
  return withFinalNewline(WRITERS[format](document, paint));
}
