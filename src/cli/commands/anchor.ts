import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Anchor, Anchors } from '../../evidence/verify/anchors.ts';
import { openTimestamp } from '../../evidence/verify/timestamp.ts';
import { canonicalJson } from '../../lib/canonical.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { writeFileDurably } from '../../lib/files.ts';
import type { CommandRun, Invocation } from '../command.ts';

/** Keeps what anchors an attestation outside, in `FILE.anchors.json`: the attestation itself stays as it is. */
export const run: CommandRun = async (invocation) => {
  const { FILE: file = '' } = invocation.positionals;
  const attestation = bytesOf(file, 'the attestation');
  const digest = createHash('sha256').update(attestation).digest('hex');
  const kept = `${file}.anchors.json`;
  const added = given(invocation, attestation);
  const before = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Anchors) : undefined;
  if (before !== undefined && before.attestation !== digest) throw ofAnother(kept);
  const known = before?.anchors ?? [];
  const texts = new Set(known.map((one) => canonicalJson(one)));
  const anchors = [...known, ...added.filter((one) => !texts.has(canonicalJson(one)))];
  const document: Anchors = { kind: 'anchors', version: 1, attestation: digest, anchors };
  if (added.length > 0) writeFileDurably(kept, `${canonicalJson(document, 2)}\n`);
  invocation.output.result(document, () =>
    [
      `SHA-256 ${digest}`,
      ...anchors.map(anchorText),
      ...(anchors.length === 0 ? ['no anchor yet: have this digest stamped, tagged or logged, and call again'] : []),
    ].join('\n'),
  );
  return ExitCode.done;
};

function given({ value, values }: Invocation, attestation: Buffer): Anchor[] {
  const tag = value('git-tag');
  const stamps = values('timestamp').map((name): Anchor => {
    const token = bytesOf(name, 'the timestamp');
    const stamp = openTimestamp(token, attestation, []);
    if ('fault' in stamp && stamp.fault !== NO_CERTIFICATE) throw noStamp(name, stamp.fault);
    return { kind: 'rfc3161', token: token.toString('base64') };
  });
  const entries = values('log-entry').map((name): Anchor => {
    try {
      return { kind: 'transparency-log', entry: JSON.parse(bytesOf(name, 'the entry').toString('utf8')) as unknown };
    } catch (error) {
      if (error instanceof EvenkeelError) throw error;
      throw noStamp(name, 'it is no JSON');
    }
  });
  return [...stamps, ...(tag === undefined ? [] : [{ kind: 'git-tag', tag } as const]), ...entries];
}

/** A token may leave its certificate out: whoever verifies then gives it. */
const NO_CERTIFICATE = 'its signature does not hold, or its certificate is neither in it nor given';

function anchorText(anchor: Anchor): string {
  if (anchor.kind === 'rfc3161') return '  a timestamp (RFC 3161)';
  return anchor.kind === 'git-tag' ? `  git tag ${anchor.tag}` : '  an entry of a transparency log';
}

function bytesOf(name: string, what: string): Buffer {
  try {
    return readFileSync(name);
  } catch (cause) {
    throw new EvenkeelError(
      { code: 'anchor.file', message: `${what} cannot be read`, found: name, next: 'correct the path' },
      { cause },
    );
  }
}

function noStamp(found: string, fault: string): EvenkeelError {
  return new EvenkeelError({
    code: 'anchor.none',
    message: 'this anchors nothing',
    found: `${found}: ${fault}`,
    allowed: 'a timestamp of these very bytes (RFC 3161, DER), or an entry of a log in JSON',
    next: 'openssl ts -query -data FILE -sha256 -cert makes the question for the authority',
  });
}

function ofAnother(kept: string): EvenkeelError {
  return new EvenkeelError({
    code: 'anchor.other',
    message: 'the anchors beside it are of another attestation',
    found: kept,
    allowed: 'anchors of these very bytes',
    next: 'move that file away: the attestation was written anew, and its anchors with it are lost',
  });
}
