import { readFileSync } from 'node:fs';
import { changesBetween, type Since } from '../evidence/changes.ts';
import { EvenkeelError } from '../lib/errors.ts';
import type { VerdictRow } from '../policy/index.ts';
import type { Invocation } from './command.ts';

/** The changes since the audit of `--since`: a document of `audit --json`, or an attestation. Undefined where none was named. */
export function changesSince(invocation: Invocation, rows: readonly VerdictRow[]): Since | undefined {
  const file = invocation.value('since');
  if (file === undefined) return undefined;
  const { document, isAttestation } = earlier(file);
  const { auditedAt, subject } = document;
  return { file, auditedAt, subject, isAttestation, ...changesBetween(document.verdicts, rows) };
}

interface Earlier {
  readonly auditedAt: string;
  readonly subject: string;
  readonly verdicts: readonly VerdictRow[];
}

function earlier(file: string): { readonly document: Earlier; readonly isAttestation: boolean } {
  try {
    const text = readFileSync(file, 'utf8');
    const parsed = JSON.parse(text) as { readonly payload?: unknown };
    const isAttestation = typeof parsed.payload === 'string';
    const document = isAttestation ? documentIn(String(parsed.payload)) : parsed;
    if (isAudit(document)) return { document, isAttestation };
    throw new SyntaxError('not an audit');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EvenkeelError({
      code: 'since.file',
      message: 'the earlier audit cannot be read',
      found: code === undefined ? `${file}: something else` : `${file}: ${code === 'ENOENT' ? 'no such file' : code}`,
      allowed: 'what evenkeel audit … --json printed, or --attest wrote',
      next: 'correct the path of --since',
    });
  }
}

function documentIn(payload: string): unknown {
  const statement = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as {
    readonly predicate?: { readonly document?: unknown };
  };
  return statement.predicate?.document;
}

function isAudit(value: unknown): value is Earlier {
  const { kind, version, verdicts } = (value ?? {}) as { kind?: unknown; version?: unknown; verdicts?: unknown };
  return kind === 'audit' && version === 1 && Array.isArray(verdicts);
}
