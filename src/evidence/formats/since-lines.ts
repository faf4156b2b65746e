import type { RowChange, Since } from '../changes.ts';
import type { Paint } from './table.ts';

/** What changed since an earlier audit. */
export function sinceLines(
  since: Since | undefined,
  { bold, good, bad }: Pick<Paint, 'bold' | 'good' | 'bad'>,
): string[] {
  if (since === undefined) return [];
  const { file, auditedAt, newFailures, fixed, changed, appeared, disappeared, onlyBefore, onlyNow } = since;
  const how = since.isAttestation ? ', whose signature evenkeel verify checks' : '';
  const lines = [
    ...newFailures.map((change) => bad(`  new      ${changeText(change)}`)),
    ...fixed.map((change) => good(`  fixed    ${changeText(change)}`)),
    ...changed.map((change) => `  changed  ${changeText(change)}`),
    ...appeared.map((urn) => `  appeared     ${urn}`),
    ...disappeared.map((urn) => `  disappeared  ${urn}`),
    ...(onlyNow.length > 0 ? [`  not asked then: ${onlyNow.join(', ')}`] : []),
    ...(onlyBefore.length > 0 ? [`  asked then, not now: ${onlyBefore.join(', ')}`] : []),
  ];
  return ['', bold(`since ${auditedAt} (${file}${how})`), ...(lines.length === 0 ? ['  nothing changed'] : lines)];
}

function changeText({ control, place, was, is, message }: RowChange): string {
  return `${control} ${was ?? 'no row'} → ${is}  ${place}${message === undefined ? '' : `\n           ${message}`}`;
}
