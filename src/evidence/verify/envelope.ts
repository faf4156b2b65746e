import { createPublicKey, verify } from 'node:crypto';

/** A DSSE envelope (Source: "DSSE: Dead Simple Signing Envelope", secure-systems-lab/dsse, protocol.md and envelope.md, version 1.0). */
export interface Envelope {
  readonly payload: Buffer;
  readonly keyid: string;
  readonly signature: Buffer;
}

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/**
 * The envelope in a file, or why it is none of ours. There is one way to write an envelope, so that no byte of the file is without
 * meaning: another spelling of the same JSON is refused.
 */
export function openEnvelope(text: string): Envelope | { readonly fault: string } {
  let parsed: Partial<Parsed>;
  try {
    parsed = JSON.parse(text) as Partial<Parsed>;
  } catch {
    return { fault: 'it is no JSON' };
  }
  const { payload, payloadType, signatures } = parsed ?? {};
  const first = Array.isArray(signatures) ? signatures[0] : undefined;
  if (typeof payload !== 'string' || typeof first?.sig !== 'string' || typeof first.keyid !== 'string')
    return { fault: 'it is no DSSE envelope: payload, payloadType and signatures are wanted' };
  if (payloadType !== PAYLOAD_TYPE) return { fault: 'its payload is no in-toto statement' };
  const envelope = {
    payload: Buffer.from(payload, 'base64'),
    keyid: first.keyid,
    signature: Buffer.from(first.sig, 'base64'),
  };
  if (envelopeText(envelope) !== text)
    return { fault: 'it is not written as an envelope of Evenkeel is: a byte differs' };
  return envelope;
}

interface Parsed {
  readonly payload: unknown;
  readonly payloadType: unknown;
  readonly signatures: readonly { readonly keyid?: unknown; readonly sig?: unknown }[];
}

/** The only spelling of an envelope. */
export function envelopeText({ payload, keyid, signature }: Envelope): string {
  const signatures = [{ keyid, sig: signature.toString('base64') }];
  return `${JSON.stringify({ payload: payload.toString('base64'), payloadType: PAYLOAD_TYPE, signatures })}\n`;
}

/** What is signed: the type and the payload, each with its length. */
export function preAuthenticationEncoding(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `), payload]);
}

/** True where an ed25519 key, base64 of its DER form (SPKI), made the signature. */
export function isSignedBy(publicKey: string, message: Buffer, signature: Buffer): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  return key.asymmetricKeyType === 'ed25519' && verify(null, message, key, signature);
}
