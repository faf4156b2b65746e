import { createHash } from 'node:crypto';
import { no, notChecked, type VerifyCheck, yes } from './check.ts';
import { openTimestamp } from './timestamp.ts';
import type { Given, GivenFile } from './verify.ts';

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
  | { readonly kind: 'git-tag'; readonly tag: string }
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
  tagOf: Given['tagOf'],
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
  const asked = parsed.anchors.map((anchor) => checkOf(anchor, { digest, attestation, authorities, tagOf }));
  const proven = asked.flatMap(({ provenMs }) => provenMs ?? []);
  return { checks: asked.map(({ check }) => check), provenMs: proven.length === 0 ? undefined : Math.min(...proven) };
}

interface Asked {
  readonly check: VerifyCheck;
  readonly provenMs?: number;
}

interface About {
  readonly digest: string;
  readonly attestation: Buffer;
  readonly authorities: readonly GivenFile[];
  readonly tagOf: Given['tagOf'];
}

function checkOf(anchor: Anchor, { digest, attestation, authorities, tagOf }: About): Asked {
  if (anchor?.kind === 'rfc3161') return timestampCheck(anchor.token, attestation, authorities);
  if (anchor?.kind === 'git-tag') return { check: tagCheck(anchor.tag, digest, tagOf) };
  if (anchor?.kind === 'transparency-log')
    return { check: notChecked('anchor', `entry of a transparency log: ask the log for ${digest}`) };
  return { check: no('anchor', 'of a kind that is not known') };
}

/** A tag is signed by somebody who saw the digest; when, only its signer says. */
function tagCheck(tag: string, digest: string, tagOf: Given['tagOf']): VerifyCheck {
  if (tagOf === undefined)
    return notChecked('anchor', `git tag ${tag}: give a clone of its repository with --repository`);
  const answer = tagOf(tag);
  if (answer === undefined)
    return notChecked('anchor', `git tag ${tag}: the repository has no annotated tag of that name`);
  if (!answer.text.includes(digest)) return no('anchor', `git tag ${tag} does not name ${digest}`);
  const tagger = /^tagger (.*?) \d+ [+-]\d{4}$/m.exec(answer.text)?.[1] ?? 'nobody';
  if (!answer.isSigned) return notChecked('anchor', `git tag ${tag} names it; git here does not verify who signed it`);
  return yes('anchor', `git tag ${tag} of ${tagger} names it, and is signed by a key that git here trusts`);
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
