import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';
import { no, type VerifyCheck, yes } from './check.ts';

/** An in-toto statement about one audit (Source: "in-toto Attestation Framework", spec/v1/statement.md). */
export interface Statement {
  readonly _type: typeof STATEMENT_TYPE;
  /** The audit document, then each checkpoint that was judged. */
  readonly subject: readonly Subject[];
  readonly predicateType: typeof PREDICATE_TYPE;
  readonly predicate: {
    /** The whole audit. */
    readonly document: AttestedAudit;
    /** Its number of verdicts. */
    readonly rows: number;
    readonly key: { readonly keyid: string; readonly owner: string };
    /** As the signer says. */
    readonly signedAt: string;
    /** Its place in the chain, from 1. */
    readonly number: number;
    /** The envelope before this one: SHA-256 of its file. */
    readonly previous?: { readonly sha256: string };
  };
}

export interface Subject {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

/** What a verification reads of an audit. */
export interface AttestedAudit {
  readonly kind: 'audit';
  readonly subject: string;
  readonly auditedAt: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly verdicts: readonly AttestedRow[];
}

export interface AttestedRow {
  readonly control: string;
  readonly stack?: string;
  readonly urn?: string;
  readonly verdict: string;
}

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'urn:evenkeel:audit-attestation:1';
/** The name of the audit document among the subjects. */
export const DOCUMENT = 'audit document';

/** The statement in a payload, or why it is none of ours. */
export function openStatement(payload: Buffer): Statement | { readonly fault: string } {
  let parsed: Partial<Statement>;
  try {
    parsed = JSON.parse(payload.toString('utf8')) as Partial<Statement>;
  } catch {
    return { fault: 'the payload is no JSON' };
  }
  const { document, key, rows, signedAt, number } = parsed?.predicate ?? {};
  if (parsed?._type !== STATEMENT_TYPE) return { fault: 'the payload is no in-toto statement of version 1' };
  if (parsed.predicateType !== PREDICATE_TYPE) return { fault: `the predicate is not ${PREDICATE_TYPE}` };
  const isWhole =
    document?.kind === 'audit' &&
    Array.isArray(document.verdicts) &&
    Array.isArray(parsed.subject) &&
    typeof key?.keyid === 'string' &&
    typeof rows === 'number' &&
    typeof number === 'number' &&
    typeof signedAt === 'string' &&
    !Number.isNaN(Date.parse(signedAt));
  return isWhole ? (parsed as Statement) : { fault: 'the predicate lacks a field' };
}

/** Whether the parts of a statement fit each other: digest of the document, number of rows, their order, none twice, the summary. */
export function rowChecks({ subject, predicate }: Statement): VerifyCheck[] {
  const { document, rows } = predicate;
  const digest = createHash('sha256').update(canonical(document)).digest('hex');
  const isNamed = subject[0]?.name === DOCUMENT && subject[0].digest?.sha256 === digest;
  const fault = rowFault(document, rows);
  return [
    isNamed
      ? yes('statement', `it is about the audit document of SHA-256 ${digest}`)
      : no('statement', 'the digest of the audit document is not the one that it is about'),
    fault === undefined
      ? yes('rows', `${rows} verdicts, each once, in order, as the summary counts them`)
      : no('rows', fault),
  ];
}

function rowFault({ verdicts, summary }: AttestedAudit, rows: number): string | undefined {
  if (verdicts.length !== rows) return `${verdicts.length} verdicts are there, ${rows} are stated`;
  const keys = verdicts.map(({ control, stack = '', urn = '' }) => `${control}\u0000${stack}\u0000${urn}`);
  const index = keys.findIndex((key, at) => at > 0 && !((keys[at - 1] ?? '') < key));
  if (index >= 0) return `verdict ${index + 1} stands twice, or in the wrong place`;
  const counts: Record<string, number> = {};
  for (const { verdict } of verdicts) counts[NAMES[verdict] ?? verdict] = (counts[NAMES[verdict] ?? verdict] ?? 0) + 1;
  const names = new Set([...Object.keys(summary), ...Object.keys(counts)]);
  const wrong = [...names].find((name) => (counts[name] ?? 0) !== (summary[name] ?? 0));
  return wrong === undefined
    ? undefined
    : `the summary says ${summary[wrong] ?? 0} ${wrong}, the verdicts ${counts[wrong] ?? 0}`;
}

/** Names of verdicts in the summary, where they differ. */
const NAMES: Readonly<Record<string, string>> = { 'not-applicable': 'notApplicable' };
