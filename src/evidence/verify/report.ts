import type { Verification } from './verify.ts';

/** A verification as lines. */
export function verificationLines(file: string, { checks, statement, isVerified }: Verification): string[] {
  const width = Math.max(...checks.map(({ answer }) => answer.length));
  return [
    ...checks.map(({ check, answer, said }) => `  ${check.padEnd(10)} ${answer.padEnd(width)}  ${said}`),
    '',
    ...(isVerified && statement !== undefined ? sayings(file, statement) : [`${file}: not verified`]),
  ];
}

function sayings(file: string, { predicate }: NonNullable<Verification['statement']>): string[] {
  const { document, rows, key } = predicate;
  const counts = Object.entries(document.summary).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    `${file}: verified. ${key.owner} attests ${rows} verdicts on ${document.subject} at ${document.auditedAt}:`,
    `  ${counts.map(([name, number]) => `${number} ${name}`).join(', ')}`,
  ];
}

/** A verification as a document. */
export function verificationDocument(file: string, { checks, statement, isVerified }: Verification) {
  const { document, rows, key, signedAt, number } = statement?.predicate ?? {};
  return {
    kind: 'verification',
    version: 1,
    file,
    verified: isVerified,
    checks,
    ...(document !== undefined && {
      attested: {
        subject: document.subject,
        auditedAt: document.auditedAt,
        summary: document.summary,
        rows,
        key,
        signedAt,
        number,
      },
    }),
  };
}
