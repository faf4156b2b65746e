import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CHECKPOINT_FORM, faultIn } from '../graph/checkpoint.ts';
import { assert, EvenkeelError, type Problem } from '../lib/errors.ts';
import { faultOf, lineAndColumn, offsetOf } from '../lib/json-position.ts';

/** A checkpoint of any Pulumi project: parsed, known to be one, and named as it was given. */
export interface CheckpointFile {
  readonly name: string;
  readonly checkpoint: unknown;
}
export interface ReadCheckpoint extends CheckpointFile {
  /** Of the file's bytes, hexadecimal. */
  readonly sha256: string;
}

/**
 * Reads files that `pulumi stack export` printed, or stack files of a self-managed backend, compressed ones too; secrets stay
 * ciphertext. `readGraph` takes the answer. Throws `checkpoint-file` with the place in each file that is none, all at once.
 */
export function readCheckpointFiles(paths: readonly string[]): readonly ReadCheckpoint[] {
  const problems: Problem[] = [];
  const files = paths.flatMap((name): ReadCheckpoint[] => {
    const read = readOne(name);
    if ('code' in read) problems.push(read);
    return 'code' in read ? [] : [read];
  });
  if (problems.length > 0) throw new EvenkeelError(problems);
  return files;
}

function readOne(name: string): ReadCheckpoint | Problem {
  let bytes: Buffer;
  let sha256: string;
  try {
    bytes = readFileSync(name);
    sha256 = createHash('sha256').update(bytes).digest('hex');
    // a backend may keep its files compressed (PULUMI_SELF_MANAGED_STATE_GZIP)
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  } catch (error) {
    return unreadable(name, error as NodeJS.ErrnoException);
  }
  // some shells write a mark of the byte order before what they redirect
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  let checkpoint: unknown;
  try {
    checkpoint = JSON.parse(text);
  } catch {
    // the engine's own message quotes the text around the fault, which may be secret
    return noJson(name, text);
  }
  const wrong = faultIn(checkpoint);
  if (wrong === undefined) return { name, checkpoint, sha256 };
  return noCheckpoint(`${name}:${lineAndColumn(text, offsetOf(text, wrong.path))}`, wrong.found);
}

function unreadable(name: string, error: NodeJS.ErrnoException): Problem {
  return {
    code: 'checkpoint-file',
    message: `${name} cannot be read`,
    found: error.code === 'ENOENT' ? 'no such file' : (error.code ?? 'a damaged file'),
    allowed: 'a file that pulumi stack export printed',
    next: `pulumi stack export --stack STACK > ${name}`,
  };
}

function noJson(name: string, text: string): Problem {
  const fault = faultOf(text);
  assert(fault !== undefined, 'what JSON.parse refuses has a fault');
  return {
    code: 'checkpoint-file',
    at: `${name}:${lineAndColumn(text, fault.offset)}`,
    message: 'this is no JSON',
    found: fault.offset >= text.length ? 'the end of the file' : 'something else',
    allowed: fault.allowed,
    next: 'export the stack again: the file was cut or edited',
  };
}

function noCheckpoint(at: string, found: string): Problem {
  return {
    code: 'checkpoint-file',
    at,
    message: 'this is no checkpoint of Pulumi',
    found,
    allowed: CHECKPOINT_FORM,
    next: 'export the stack again with a Pulumi CLI of version 3',
  };
}
