import { createHash } from 'node:crypto';
import { no, notChecked, type VerifyCheck, yes } from './check.ts';
import { openTimestamp } from './timestamp.ts';
import type { GivenFile } from './verify.ts';

/** What proves from outside that an attestation was there at a time: kept in a file of its own, beside the attestation. */
export interface Anchors {
  readonly kind: 'anchors';
  readonly version: 1;
  /** SHA-256 of the attestation's file. */
  readonly attestation: string;
  readonly anchors: readonly Anchor[];
}

export type Anchor =
  /** A token or an answer of a timestamp authority, base64 (RFC 3161). */
  | { readonly kind: 'rfc3161'; readonly token: string }
  | { readonly kind: 'git-tag'; readonly tag: string; readonly repository: string }
  | { readonly kind: 'transparency-log'; readonly entry: unknown };

export interface Anchored {
  readonly checks: readonly VerifyCheck[];
  /** The earliest time by which a trusted authority saw the attestation. */
  readonly provenMs: number | undefined;
}

/** What is known of each anchor without the network. */
export function anchorChecks(
  file: GivenFile | undefined,
  attestation: Buffer,
  authorities: readonly GivenFile[],
): Anchored {
  if (file === undefined) return { checks: [notChecked('anchor', 'none is given')], provenMs: undefined };
  const digest = createHash('sha256').update(attestation).digest('hex');
  let parsed: Partial<Anchors>;
  try {
    parsed = JSON.parse(file.bytes.toString('utf8')) as Partial<Anchors>;
  } catch {
    return { checks: [no('anchor', `${file.name} is no JSON`)], provenMs: undefined };
  }
  if (parsed?.kind !== 'anchors' || !Array.isArray(parsed.anchors))
    return { checks: [no('anchor', `${file.name} holds no anchors of Evenkeel`)], provenMs: undefined };
  if (parsed.attestation !== digest)
    return { checks: [no('anchor', `${file.name} is of another attestation`)], provenMs: undefined };
  const asked = parsed.anchors.map((anchor) => checkOf(anchor, digest, attestation, authorities));
  const proven = asked.flatMap(({ provenMs }) => provenMs ?? []);
  return { checks: asked.map(({ check }) => check), provenMs: proven.length === 0 ? undefined : Math.min(...proven) };
}

interface Asked {
  readonly check: VerifyCheck;
  readonly provenMs?: number;
}

function checkOf(anchor: Anchor, digest: string, attestation: Buffer, authorities: readonly GivenFile[]): Asked {
  if (anchor?.kind === 'rfc3161') return timestampCheck(anchor.token, attestation, authorities);
  if (anchor?.kind === 'git-tag') {
    const how = `git -C ${anchor.repository} cat-file tag ${anchor.tag} must name ${digest}, and git verify-tag must know its signer`;
    return { check: notChecked('anchor', `git tag ${anchor.tag}: ${how}`) };
  }
  if (anchor?.kind === 'transparency-log')
    return { check: notChecked('anchor', `entry of a transparency log: ask the log for ${digest}`) };
  return { check: no('anchor', 'of a kind that is not known') };
}

function timestampCheck(token: string, attestation: Buffer, authorities: readonly GivenFile[]): Asked {
  const stamp = openTimestamp(
    Buffer.from(token, 'base64'),
    attestation,
    authorities.map(({ bytes }) => bytes.toString('utf8')),
  );
  if ('fault' in stamp) return { check: no('anchor', `timestamp: ${stamp.fault}`) };
  const told = `timestamp of ${stamp.at} by ${stamp.signer}`;
  if (!stamp.isTrusted)
    return {
      check: notChecked(
        'anchor',
        `${told}: it fits, but whether to trust its signer is not known; give the authority's certificate with --authority`,
      ),
    };
  return { check: yes('anchor', told), provenMs: Date.parse(stamp.at) };
}
