import { placeOf } from '../evidence/place.ts';
import { EvenkeelError } from '../lib/errors.ts';
import { readDocument } from '../lib/positioned-document.ts';
import { schemaCheck } from '../lib/schema-check.ts';
import { isAgainst, type VerdictRow } from './verdict.ts';

/**
 * What was wrong when a team began, as lines `CONTROL VERDICT PLACE`: accepted until it is gone. A baseline only ever shrinks.
 */
export type Baseline = readonly string[];

export interface AppliedBaseline {
  /** In their order; those that are accepted say so. */
  readonly rows: readonly VerdictRow[];
  /** Rows that are accepted. */
  readonly accepted: number;
  /** Lines of what is gone, of the controls that were asked and the stacks that were judged. */
  readonly fixed: Baseline;
  /** Without them. */
  readonly left: Baseline;
}

/** Accepts the rows that a baseline lists, and tells what it need not list any more. */
export function applyBaseline(baseline: Baseline, judged: Judged): AppliedBaseline {
  const lines = new Set(baseline);
  const against = new Set(judged.rows.filter(isAgainst));
  const rows = judged.rows.map((row) =>
    against.has(row) && lines.has(lineOf(row)) ? { ...row, isBaseline: true as const } : row,
  );
  const now = new Set([...against].map(lineOf));
  const isGone = (line: string) => !now.has(line) && isJudged(line, judged);
  return {
    rows,
    accepted: rows.filter(({ isBaseline }) => isBaseline).length,
    fixed: baseline.filter(isGone),
    left: baseline.filter((line) => !isGone(line)),
  };
}

interface Judged {
  readonly rows: readonly VerdictRow[];
  /** The ids of those that were asked. */
  readonly controls: readonly string[];
  /** The names of those that were judged. */
  readonly stacks: readonly string[];
}

/** The baseline of an audit: all that is wrong now and not waived. */
export function baselineOf(rows: readonly VerdictRow[]): Baseline {
  return [...new Set(rows.filter(isAgainst).map(lineOf))].sort();
}

/** A line for each, sorted, and nothing that depends on the others: what is gone shows as lines that are gone, and as nothing else. */
export function baselineText(baseline: Baseline): string {
  const accepted = [...new Set(baseline)].sort().map((line) => `  - ${JSON.stringify(line)}\n`);
  return `kind: audit-baseline\nversion: 1\naccepted:\n${accepted.join('')}`;
}

/** Reads what `baselineText` wrote. Throws `baseline.…` with `file:line:col`. */
export function parseBaseline(text: string, file: string): Baseline {
  const document = readDocument(text, file, 'baseline');
  const problems = [...document.problems, ...(document.value === undefined ? [] : check(document).problems)];
  if (problems.length > 0) throw new EvenkeelError(problems);
  return (document.value as { readonly accepted: Baseline | null }).accepted ?? [];
}

const check = schemaCheck(
  {
    type: 'object',
    additionalProperties: false,
    required: ['kind', 'version', 'accepted'],
    properties: {
      kind: { const: 'audit-baseline', description: 'audit-baseline' },
      version: { const: 1, description: '1' },
      accepted: {
        type: ['array', 'null'],
        description: 'a list of verdicts that are accepted',
        items: {
          type: 'string',
          pattern: '^[A-Z]+-[0-9]+ (fail|unknown|error) (urn:pulumi:.+|stack:.+|estate)$',
          description: 'CONTROL VERDICT PLACE, as evenkeel audit … --create-baseline writes it',
        },
      },
    },
  },
  { code: 'baseline', noun: 'the baseline' },
);

function lineOf(row: VerdictRow): string {
  return `${row.control} ${row.verdict} ${placeOf(row)}`;
}

function isJudged(line: string, { controls, stacks }: Judged): boolean {
  const [control = '', , ...rest] = line.split(' ');
  const [, stack] = /^(?:urn:pulumi|stack):(.*?)(?:::.*)?$/s.exec(rest.join(' ')) ?? [];
  return controls.includes(control) && (stack === undefined || stacks.includes(stack));
}
