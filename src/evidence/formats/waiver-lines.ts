import { formatProblem } from '../../lib/errors.ts';
import type { AuditDocument } from '../audit-document.ts';
import type { Paint } from './table.ts';

/** What is excused, by whom and until when, and what is wrong with waivers. */
export function waiverLines(document: AuditDocument, { bold, bad }: Pick<Paint, 'bold' | 'bad'>): string[] {
  const excused = document.verdicts.flatMap((row) => (row.waiver === undefined ? [] : [{ row, waiver: row.waiver }]));
  const lines = excused.flatMap(({ row, waiver }) => [
    `  ${row.control} ${row.verdict}, excused until ${waiver.expires} (${waiver.ticket}): ${waiver.reason}`,
    `    ${row.urn ?? (row.stack === undefined ? 'estate' : `stack:${row.stack}`)}`,
    `    asked by ${waiver.author}, approved by ${waiver.approver} on ${waiver.approved}; ${approvalText(waiver)}`,
  ]);
  const wrong = (document.findings ?? []).map((finding) => `  ${formatProblem(finding).replaceAll('\n', '\n  ')}`);
  return [
    ...(lines.length === 0 ? [] : ['', bold('waived'), ...lines]),
    ...(wrong.length === 0 ? [] : ['', bad('what excuses nothing'), ...wrong]),
  ];
}

function approvalText({ authenticated, approval }: { readonly authenticated: boolean; readonly approval: string }) {
  return authenticated ? `authenticated: ${approval}` : `not authenticated: ${approval}`;
}
