import { existsSync } from 'node:fs';
import { keyIn, withKey, withRevoked, withRotated } from '../../evidence/keys/key-set.ts';
import type { KeySet, PublicKey } from '../../evidence/verify/key-set.ts';
import { assertNever, EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { systemClock } from '../../lib/machine-clock.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { createPrivate, keySetFile, privateFile, readKeySet, readPrivate, writeKeySet } from '../evidence-keys.ts';
import { instantOf } from '../instant-word.ts';

const WORDS = ['create', 'rotate', 'revoke', 'list'] as const;

/** Makes, rotates, revokes and lists the keys that sign evidence. */
export const run: CommandRun = async (invocation) => {
  const word = WORDS.find((one) => one === invocation.positionals['create|rotate|revoke|list']);
  const file = keySetFile(invocation);
  const set = readKeySet(file);
  switch (word) {
    case 'create':
      return create(invocation, file, set);
    case 'rotate':
      return rotate(invocation, file, set);
    case 'revoke':
      return revoke(invocation, file, set);
    case 'list':
      return told(invocation, file, set);
    case undefined:
      throw usage('keys was given a word that it does not take', WORDS.join(', '));
    default:
      return assertNever(word);
  }
};

function create(invocation: Invocation, file: string, set: KeySet): ExitCode {
  const owner = invocation.value('owner')?.trim() ?? '';
  if (owner === '') throw usage('a key has an owner', '--owner NAME, whom a stranger can ask');
  const made = createPrivate(file);
  const next = withKey(set, {
    privateKey: made.privateKey,
    owner,
    fromMs: nowOf(invocation),
    days: daysOf(invocation),
  });
  writeKeySet(file, next);
  invocation.output.progress(`private key written to ${made.file}`);
  return told(invocation, file, next);
}

function rotate(invocation: Invocation, file: string, set: KeySet): ExitCode {
  const old = keyIn(set, keyOf(invocation));
  const privateKey = readPrivate(invocation.value('key') ?? privateFile(file, old.keyid));
  const made = createPrivate(file);
  const owner = invocation.value('owner')?.trim() ?? old.owner;
  const key = { privateKey: made.privateKey, owner, fromMs: nowOf(invocation), days: daysOf(invocation) };
  const next = withRotated(set, { keyid: old.keyid, privateKey }, key);
  writeKeySet(file, next);
  invocation.output.progress(`private key written to ${made.file}`);
  return told(invocation, file, next);
}

function revoke(invocation: Invocation, file: string, set: KeySet): ExitCode {
  const reason = invocation.value('reason')?.trim() ?? '';
  if (reason === '') throw usage('a revocation has a reason', '--reason TEXT');
  const isCompromised = invocation.flag('compromised');
  const { keyid } = keyIn(set, keyOf(invocation));
  const next = withRevoked(set, { keyid, atMs: nowOf(invocation), reason, isCompromised });
  writeKeySet(file, next);
  return told(invocation, file, next);
}

function told({ output, value, stateDir }: Invocation, file: string, set: KeySet): ExitCode {
  const keys = set.keys.map((key) => ({ ...key, hasPrivate: existsSync(privateFile(file, key.keyid)) }));
  const shown = value('keys') ?? 'the state folder';
  output.result({ kind: 'keys', version: 1, keys }, () =>
    keys.length === 0 ? `No keys in ${shown === 'the state folder' ? stateDir : shown}.` : keys.map(keyText).join('\n'),
  );
  return ExitCode.done;
}

function keyText({
  keyid,
  owner,
  validFrom,
  validUntil,
  follows,
  revoked,
  hasPrivate,
}: PublicKey & { hasPrivate: boolean }) {
  return [
    `${keyid}  ${owner}`,
    `  valid ${validFrom} to ${validUntil}${hasPrivate ? '; its private key is here' : ''}`,
    ...(follows === undefined ? [] : [`  follows ${follows}, which signed it`]),
    ...(revoked === undefined
      ? []
      : [`  revoked at ${revoked.at}${revoked.isCompromised ? ', compromised' : ''}: ${revoked.reason}`]),
  ].join('\n');
}

function keyOf({ positionals }: Invocation): string {
  const keyid = positionals['KEYID'];
  if (keyid !== undefined) return keyid;
  throw usage('which key?', 'rotate KEYID, revoke KEYID --reason TEXT');
}

function nowOf({ value }: Invocation): number {
  return instantOf('now', value('now')) ?? systemClock.nowMs();
}

const LONGEST_DAYS = 1_826;

function daysOf({ value }: Invocation): number {
  const text = value('days') ?? '365';
  const days = /^\d+$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= LONGEST_DAYS) return days;
  throw usage('a key is valid for a number of days', `--days 1 to ${LONGEST_DAYS}`);
}

function usage(message: string, allowed: string): EvenkeelError {
  return new EvenkeelError({ code: 'usage', message, allowed, next: 'evenkeel help keys shows examples' });
}
