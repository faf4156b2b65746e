import { canonicalJson } from '../../lib/canonical.ts';
import type { AuditDocument } from '../audit-document.ts';

/** The document as it is, with sorted keys. */
export function json(document: AuditDocument): string {
  return canonicalJson(document, 2);
}
