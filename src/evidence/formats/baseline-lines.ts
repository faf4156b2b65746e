import type { AuditedBaseline } from '../audit-document.ts';
import type { Paint } from './table.ts';

/** What a baseline accepts, what is fixed of it, and what became of its file. */
export function baselineLines(baseline: AuditedBaseline | undefined, { bold }: Pick<Paint, 'bold'>): string[] {
  if (baseline === undefined) return [];
  const { file, accepted, fixed, written } = baseline;
  const next = written === 'shrunk' ? 'taken away' : 'take it away with --update-baseline';
  return [
    '',
    bold('baseline'),
    `  ${file}${written === 'created' ? ', made now' : ''}: ${accepted} accepted, ${fixed.length} fixed`,
    ...fixed.slice(0, MOST).map((line) => `  fixed, ${next}: ${line}`),
    ...(fixed.length > MOST ? [`  and ${fixed.length - MOST} more`] : []),
  ];
}

const MOST = 10;
