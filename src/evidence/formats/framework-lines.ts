import type { CoverageVerdict, CoveredRequirement, FrameworkCoverage, Requirement } from '../framework.ts';
import type { Paint } from './table.ts';

/** A framework for a terminal: what is covered with its verdict, what is not, and what needs a person. */
export function frameworkLines(
  coverage: FrameworkCoverage,
  paint: Pick<Paint, 'bold' | 'dim' | 'good' | 'bad'>,
): string[] {
  const { title, source, isWhole, covered, notCovered, needsPerson } = coverage;
  return [
    paint.bold(title),
    paint.dim(`  ${source}`),
    '',
    `  covered, as far as our controls speak to it (${covered.length})`,
    ...covered.map((one) => coveredLine(one, paint)),
    '',
    isWhole
      ? `  not covered by any control (${notCovered.length})`
      : `  not covered: cannot be told, the list holds only what a control serves`,
    ...notCovered.map(line),
    '',
    `  needs a person (${needsPerson.length})`,
    ...needsPerson.map(line),
    '',
    `  * our judgement · p mapped by Prowler · the others by AWS Security Hub or the benchmark itself`,
  ];
}

/** How the origin of an edge is printed beside its control. */
export const MARKS = { 'aws-security-hub': '', prowler: 'p', judgement: '*' } as const;

function controlsText({ controls }: CoveredRequirement): string {
  return controls.map(({ control, provenance }) => `${control}${MARKS[provenance]}`).join(' ');
}

function coveredLine(one: CoveredRequirement, paint: Pick<Paint, 'good' | 'bad' | 'dim'>): string {
  const verdict = PAINTS[one.verdict] === undefined ? one.verdict : paint[PAINTS[one.verdict] ?? 'dim'](one.verdict);
  const pad = ' '.repeat(Math.max(0, 15 - one.verdict.length));
  return `  ${one.id.padEnd(20)} ${verdict}${pad} ${one.title}: ${controlsText(one)}`;
}

const PAINTS: Partial<Record<CoverageVerdict, 'good' | 'bad' | 'dim'>> = {
  pass: 'good',
  fail: 'bad',
  unknown: 'bad',
  'not asked': 'dim',
};

function line({ id, title }: Requirement): string {
  return `  ${id.padEnd(20)} ${title}`;
}
