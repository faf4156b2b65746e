import { createHash, type KeyObject, sign } from 'node:crypto';
import { canonicalHash, canonicalJson } from '../../lib/canonical.ts';
import { isoInstant } from '../../lib/clock.ts';
import type { AuditDocument } from '../audit-document.ts';
import { envelopeText, preAuthenticationEncoding } from '../verify/envelope.ts';
import { DOCUMENT, PREDICATE_TYPE, STATEMENT_TYPE, type Statement, type Subject } from '../verify/statement.ts';

export interface Attest {
  readonly document: AuditDocument;
  /** The checkpoints that were judged; of a preview, none. */
  readonly inputs: readonly { readonly name: string; readonly sha256: string }[];
  readonly key: { readonly keyid: string; readonly owner: string; readonly privateKey: KeyObject };
  readonly signedMs: number;
  /** The attestation before it in the chain. */
  readonly previous?: { readonly text: string; readonly number: number };
}

/**
 * An audit as a signed in-toto statement in a DSSE envelope, chained to the one before. It holds no secret: no verdict tells one, and checkpoints
 * are there by digest. Equal input, key and instant give equal bytes (ed25519 draws nothing; RFC 8032, section 5.1.6).
 */
export function attest({ document, inputs, key, signedMs, previous }: Attest): string {
  const { keyid, owner, privateKey } = key;
  const subject: Subject[] = [
    { name: DOCUMENT, digest: { sha256: canonicalHash(document) } },
    ...inputs.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
  ];
  const statement: Statement = {
    _type: STATEMENT_TYPE,
    subject,
    predicateType: PREDICATE_TYPE,
    predicate: {
      document,
      rows: document.verdicts.length,
      key: { keyid, owner },
      signedAt: isoInstant(signedMs),
      number: (previous?.number ?? 0) + 1,
      ...(previous !== undefined && { previous: { sha256: createHash('sha256').update(previous.text).digest('hex') } }),
    },
  };
  const payload = Buffer.from(canonicalJson(statement));
  return envelopeText({ payload, keyid, signature: sign(null, preAuthenticationEncoding(payload), privateKey) });
}
