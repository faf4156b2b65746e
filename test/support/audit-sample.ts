import type { AuditDocument, ControlTexts } from '../../src/evidence/audit-document.ts';
import { type AuditRow, summaryOf } from '../../src/evidence/audit-row.ts';
import { coverageOf, type Framework } from '../../src/evidence/framework.ts';

/** What would break a page, a spreadsheet or an XML file that does not escape it. */
export const HOSTILE = `=cmd|' /C calc'!A0 <script>alert("x")</script> & ]]> \u0007 \`code\``;

export const urnOf = (name: string, type = 'aws:s3/bucket:Bucket') => `urn:pulumi:prod::shop::${type}::${name}`;

const ROWS: readonly AuditRow[] = [
  { control: 'ENC-01', stack: 'prod', urn: urnOf('pass'), verdict: 'pass', severity: 'high', at: 'src/a b.ts:3:7' },
  {
    control: 'ENC-01',
    stack: 'prod',
    urn: urnOf('fail'),
    verdict: 'fail',
    severity: 'high',
    message: 'fail is in the clear',
    property: 'storageEncrypted',
    at: 'src/index.ts:12:5',
  },
  {
    control: 'ENC-01',
    stack: 'prod',
    urn: urnOf('waived'),
    verdict: 'fail',
    severity: 'high',
    message: 'waived is in the clear',
    at: '/home/somebody/project/index.ts:1:1',
    waiver: {
      reason: 'holds nothing but public pictures',
      ticket: 'OPS-7',
      author: 'ann',
      approver: 'bob',
      approved: '2026-11-01',
      expires: '2027-02-01',
      authenticated: true,
      approval: 'signed commit',
    },
  },
  {
    control: 'ENC-01',
    stack: 'prod',
    urn: urnOf('old'),
    verdict: 'fail',
    severity: 'high',
    message: 'old',
    isBaseline: true,
  },
  { control: 'TAG-01', stack: 'prod', urn: urnOf(HOSTILE), verdict: 'fail', severity: 'medium', message: HOSTILE },
  {
    control: 'TAG-01',
    stack: 'prod',
    urn: urnOf('open'),
    verdict: 'unknown',
    severity: 'medium',
    message: 'open: tags',
    at: 'up/../../etc/x.ts:2',
  },
  {
    control: 'TAG-01',
    stack: 'prod',
    urn: urnOf('broken'),
    verdict: 'error',
    severity: 'medium',
    message: 'the rule failed',
  },
  { control: 'TAG-01', stack: 'prod', verdict: 'pending', severity: 'medium', message: 'later' },
  { control: 'TAG-01', verdict: 'not-applicable', severity: 'medium', message: 'nothing here' },
];

const CATALOGUE: readonly ControlTexts[] = ['ENC-01', 'RED-01', 'TAG-01'].map((control) => ({
  control,
  title: `${control} holds`,
  severity: control === 'TAG-01' ? 'medium' : 'high',
  why: 'Because `this` is so.',
  remedy: 'Change `that`.',
  decidedAt: 'preview',
  cannotSee: [`what ${HOSTILE}`],
  parameters: { days: 7 },
}));

export const FRAMEWORK: Framework = {
  id: 'made-up-1',
  title: 'A made-up framework',
  source: 'made up for tests',
  isWhole: true,
  requirements: [
    { id: '1.1', title: 'encrypted' },
    { id: '1.2', title: 'tagged' },
    { id: '1.3', title: 'balanced' },
    { id: '2.1', title: 'watched' },
    { id: '3.1', title: 'trained', needsPerson: true },
  ],
  edges: [
    { requirement: '1.1', control: 'ENC-01', provenance: 'aws-security-hub' },
    { requirement: '1.2', control: 'TAG-01', provenance: 'judgement' },
    { requirement: '1.3', control: 'RED-01', provenance: 'prowler' },
    { requirement: '2.1', control: 'MON-99', provenance: 'judgement' },
  ],
};

/** An audit with every verdict, an excuse of each kind, and values that escape badly. */
export function auditSample(rows: readonly AuditRow[] = ROWS): AuditDocument {
  const ids = CATALOGUE.map(({ control }) => control);
  return {
    kind: 'audit',
    version: 1,
    judgedBy: '0.1.0',
    subject: '/home/somebody/exports/prod.json',
    phase: 'deployed',
    resources: 9,
    controls: CATALOGUE.length,
    auditedAt: '2026-11-26T08:00:00.000Z',
    summary: summaryOf(rows),
    examined: rows.length,
    unsupportedTypes: { 'aws:foo/bar:Bar': 2 },
    population: {
      checkpoints: [
        { name: 'prod.json', madeAt: '2026-11-25T08:00:00.000Z', ageSeconds: 86_400 },
        { name: 'timeless.json' },
      ],
      stacks: [{ stack: 'prod', resources: 9, unsupported: 2, external: 1 }],
      stacksNotGiven: [{ stack: 'acme/network/prod', from: ['prod'] }],
    },
    catalogue: CATALOGUE,
    frameworks: [coverageOf(FRAMEWORK, { known: ids, asked: ids }, rows)],
    waivers: {
      file: 'policies/waivers.yaml',
      entries: [
        { control: 'ENC-01', resource: urnOf('waived'), at: 'policies/waivers.yaml:3:5', status: 'applied', rows: 1 },
      ],
    },
    findings: [],
    verdicts: rows,
  };
}
