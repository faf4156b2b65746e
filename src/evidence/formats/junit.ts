import { assertNever } from '../../lib/errors.ts';
import type { AuditDocument, ControlTexts } from '../audit-document.ts';
import { type AuditRow, isAgainst, isExcused } from '../audit-row.ts';
import { nameOf } from '../place.ts';

/**
 * A suite for each control, a case for each row: what a build server shows. Unknown is an error there, never a pass; what is excused, not
 * applicable or pending is skipped, with the reason.
 */
export function junit({ subject, auditedAt, catalogue, verdicts }: AuditDocument): string {
  const rowsOf = Map.groupBy(verdicts, ({ control }) => control);
  const suites = catalogue.flatMap((texts) => suite(texts, rowsOf.get(texts.control) ?? [], auditedAt));
  const attributes = attributesOf({ name: `evenkeel audit ${subject}`, ...counts(verdicts) });
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites ${attributes}>`, ...suites, '</testsuites>'].join(
    '\n',
  );
}

function suite({ control, title, remedy }: ControlTexts, rows: readonly AuditRow[], auditedAt: string): string[] {
  const timestamp = auditedAt.replace(/\.\d+Z$/, '');
  const attributes = attributesOf({ name: `${control} ${title}`, ...counts(rows), timestamp });
  return [`  <testsuite ${attributes}>`, ...rows.flatMap((row) => testCase(row, remedy)), '  </testsuite>'];
}

function testCase(row: AuditRow, remedy: string): string[] {
  const { control, stack, at } = row;
  const file = at === undefined ? {} : { file: at };
  const name = [stack, nameOf(row)].filter((part) => part !== undefined).join(' ');
  const head = `    <testcase ${attributesOf({ classname: control, name, ...file })}`;
  const inner = outcome(row, remedy);
  return inner === undefined ? [`${head}/>`] : [`${head}>`, `      ${inner}`, '    </testcase>'];
}

function outcome(row: AuditRow, remedy: string): string | undefined {
  const { verdict, severity, message = '', urn = '' } = row;
  if (isExcused(row)) return skipped(row.waiver === undefined ? 'in the baseline' : `waived: ${row.waiver.reason}`);
  const said = attributesOf({ message, type: verdict === 'fail' ? severity : verdict });
  const body = text([message, urn, remedy].filter((line) => line !== '').join('\n'));
  switch (verdict) {
    case 'pass':
      return undefined;
    case 'fail':
      return `<failure ${said}>${body}</failure>`;
    case 'unknown':
    case 'error':
      return `<error ${said}>${body}</error>`;
    case 'not-applicable':
    case 'pending':
      return skipped(`${verdict}: ${message}`);
    default:
      return assertNever(verdict);
  }
}

function skipped(message: string): string {
  return `<skipped ${attributesOf({ message })}/>`;
}

function counts(rows: readonly AuditRow[]): Record<string, number> {
  const bad = rows.filter(isAgainst);
  const failures = bad.filter(({ verdict }) => verdict === 'fail').length;
  const open = rows.filter((row) => row.verdict !== 'pass' && !isAgainst(row)).length;
  return { tests: rows.length, failures, errors: bad.length - failures, skipped: open };
}

function attributesOf(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${text(String(value)).replaceAll('\n', '&#10;')}"`)
    .join(' ');
}

/** Characters that XML 1.0 has no form for become the replacement character. */
function text(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
