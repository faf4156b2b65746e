import { createHash, verify, X509Certificate } from 'node:crypto';
import { DER, type Der, derOf, oidOf, parts } from './der.ts';

/** What a timestamp says, where it fits the bytes and its signature holds. */
export interface Timestamp {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** The signer's name, as its certificate has it. */
  readonly signer: string;
  /** True where the certificate leads to an authority that was given, was valid then, and is one of timestamps. */
  readonly isTrusted: boolean;
}

/**
 * Reads a token of a timestamp authority, or its whole answer (Source: RFC 3161, sections 2.4.2 and 3; RFC 5652, section 5).
 * What it does not do: revocation of the authority's certificate, which needs the network; RSASSA-PSS.
 */
export function openTimestamp(
  token: Buffer,
  stamped: Buffer,
  authorities: readonly string[],
): Timestamp | { readonly fault: string } {
  try {
    return read(token, stamped, authorities);
  } catch (error) {
    return { fault: error instanceof Refused ? error.message : 'it cannot be read' };
  }
}

class Refused extends Error {}

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  timestamp: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;

const HASHES: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

function read(token: Buffer, stamped: Buffer, authorities: readonly string[]): Timestamp {
  const signed = signedData(derOf(token));
  const [contentType, wrapped] = parts(signed[2], DER.sequence);
  if (oidOf(contentType) !== OID.timestamp) throw new Refused('it is no timestamp');
  const content = derOf(wrapped?.content ?? Buffer.alloc(0)).content;
  const at = timeOf(content, stamped);
  const certificates = signed.filter(({ tag }) => tag === 0xa0).flatMap((one) => certificatesIn(one));
  const trusted = authorities.map((pem) => new X509Certificate(pem));
  const infos = signed.at(-1)?.tag === DER.set ? parts(signed.at(-1), DER.set) : [];
  if (infos.length !== 1) throw new Refused('one signer is wanted');
  const signer = signerOf(infos[0], content, [...certificates, ...trusted]);
  if (signer === undefined)
    throw new Refused('its signature does not hold, or its certificate is neither in it nor given');
  return { at, signer: nameOf(signer), isTrusted: isTrusted(signer, certificates, trusted, Date.parse(at)) };
}

/** The parts of the signed data, of a bare token or of an answer that holds one. */
function signedData(outer: Der): Der[] {
  const [first, second] = parts(outer, DER.sequence);
  if (first?.tag === DER.sequence) {
    if (second === undefined) throw new Refused('the authority refused it');
    return signedData(second);
  }
  if (oidOf(first) !== OID.signedData) throw new Refused('it is not signed');
  return parts(derOf(second?.content ?? Buffer.alloc(0)), DER.sequence);
}

function timeOf(content: Buffer, stamped: Buffer): string {
  const [, , imprint, , time] = parts(derOf(content), DER.sequence);
  const [algorithm, digest] = parts(imprint, DER.sequence);
  const hash = HASHES[oidOf(parts(algorithm, DER.sequence)[0])];
  if (hash === undefined) throw new Refused('it uses a hash that is not accepted');
  const isOf = createHash(hash)
    .update(stamped)
    .digest()
    .equals(digest?.content ?? Buffer.alloc(0));
  if (!isOf) throw new Refused('it is of other bytes than these');
  const text = time?.tag === DER.time ? time.content.toString('ascii') : '';
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d(?:\.\d+)?)Z$/.exec(text) ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`).toISOString();
}

/** The certificate whose key signed the content. */
function signerOf(
  info: Der | undefined,
  content: Buffer,
  certificates: readonly X509Certificate[],
): X509Certificate | undefined {
  const [, , digestAlgorithm, attributes, , signature] = parts(info, DER.sequence);
  const hash = HASHES[oidOf(parts(digestAlgorithm, DER.sequence)[0])];
  if (hash === undefined || attributes?.tag !== 0xa0 || signature?.tag !== DER.octets) return undefined;
  const values = new Map(
    parts({ ...attributes, tag: DER.set }, DER.set).map((attribute) => {
      const [oid, set] = parts(attribute, DER.sequence);
      return [oidOf(oid), parts(set, DER.set)[0]] as const;
    }),
  );
  const digest = createHash(hash).update(content).digest();
  if (oidOf(values.get(OID.contentType)) !== OID.timestamp) return undefined;
  if (!digest.equals(values.get(OID.messageDigest)?.content ?? Buffer.alloc(0))) return undefined;
  // signed as a set, though written with the tag of its place (RFC 5652, section 5.4)
  const message = Buffer.concat([Buffer.from([DER.set]), attributes.whole.subarray(1)]);
  return certificates.find(({ publicKey }) => {
    try {
      const isEdwards = publicKey.asymmetricKeyType?.startsWith('ed') === true;
      return verify(isEdwards ? null : hash, message, publicKey, signature.content);
    } catch {
      return false;
    }
  });
}

function certificatesIn(set: Der): X509Certificate[] {
  return parts({ ...set, tag: DER.set }, DER.set).map(({ whole }) => new X509Certificate(whole));
}

/** How many certificates may stand between the signer and an authority. */
const LONGEST_CHAIN = 4;

function isTrusted(
  signer: X509Certificate,
  between: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
  atMs: number,
): boolean {
  if (signer.keyUsage?.includes(OID.timeStamping) !== true) return false;
  let current = signer;
  for (let step = 0; step < LONGEST_CHAIN; step++) {
    if (!(Date.parse(current.validFrom) <= atMs && atMs <= Date.parse(current.validTo))) return false;
    if (authorities.some(({ fingerprint256 }) => fingerprint256 === current.fingerprint256)) return true;
    const issuer = [...authorities, ...between].find(
      (one) => one.ca && current.checkIssued(one) && current.verify(one.publicKey),
    );
    if (issuer === undefined || issuer.fingerprint256 === current.fingerprint256) return false;
    current = issuer;
  }
  return false;
}

function nameOf({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll('\n', ', ');
}
