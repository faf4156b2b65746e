import { canonicalHash, canonicalJson } from '../../lib/canonical.ts';
import type { AuditDocument, ControlTexts } from '../audit-document.ts';
import { type AuditRow, isExcused, type Severity, type Verdict } from '../audit-row.ts';
import { filePlaceOf, nameOf } from '../place.ts';

/**
 * SARIF 2.1.0: every verdict is a result, with its kind. Places are relative to the repository (`SRCROOT`); no path of a machine is told.
 * A rule that failed is a notification of the tool, too.
 */
export function sarif(document: AuditDocument): string {
  const { subject, environment, phase, auditedAt, catalogue, verdicts, judgedBy } = document;
  const indices = new Map(catalogue.map(({ control }, index) => [control, index]));
  const texts = new Map(catalogue.map((one) => [one.control, one]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Evenkeel', semanticVersion: judgedBy, rules: catalogue.map(ruleOf) } },
        automationDetails: {
          id: `evenkeel-audit/${[fileNames(subject), environment, phase].filter(Boolean).join('/')}`,
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: auditedAt,
            toolExecutionNotifications: verdicts.filter(({ verdict }) => verdict === 'error').map(notificationOf),
          },
        ],
        results: verdicts.map((row) => resultOf(row, texts.get(row.control), indices.get(row.control))),
      },
    ],
  };
  return canonicalJson(log, 2);
}

function ruleOf({ control, title, severity, why, remedy, decidedAt, cannotSee }: ControlTexts) {
  const unseen = cannotSee.length === 0 ? '' : `\n\nIt cannot see:\n${cannotSee.map((one) => `- ${one}`).join('\n')}`;
  return {
    id: control,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${remedy}${unseen}`, markdown: `**Remedy.** ${remedy}${unseen}` },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { severity, 'security-severity': SCORES[severity], decidedAt, tags: [control.replace(/-.*/, '')] },
  };
}

const LEVELS: Readonly<Record<Severity, string>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };

/**
 * Where code scanning shows a severity, it reads a number. Source: "SARIF support for code scanning", GitHub Docs (read 2026-11): over 9.0 is
 * critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low.
 */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

/** SARIF 2.1.0, 3.27.9: `open` is what could not be decided, `review` what a person must look at. */
const KINDS: Readonly<Record<Verdict, string>> = {
  pass: 'pass',
  fail: 'fail',
  'not-applicable': 'notApplicable',
  unknown: 'open',
  pending: 'open',
  error: 'review',
};

function resultOf(row: AuditRow, texts: ControlTexts | undefined, ruleIndex: number | undefined) {
  const { control, verdict, severity, message, property, stack, urn } = row;
  return {
    ruleId: control,
    ...(ruleIndex !== undefined && { ruleIndex }),
    kind: KINDS[verdict],
    // a level of anything but a failure must be none (SARIF 2.1.0, 3.27.10)
    level: verdict === 'fail' ? LEVELS[severity] : 'none',
    message: { text: message ?? `${nameOf(row)}: ${texts?.title ?? control}` },
    locations: [locationOf(row)],
    partialFingerprints: { 'controlAndResource/v1': canonicalHash([control, stack ?? '', urn ?? '']) },
    ...(isExcused(row) && { suppressions: [suppressionOf(row)] }),
    properties: { verdict, severity, ...(property !== undefined && { property }) },
  };
}

function locationOf(row: AuditRow) {
  const { urn, stack } = row;
  const place = filePlaceOf(row);
  const physicalLocation = place && {
    artifactLocation: { uri: uriOf(place.file), uriBaseId: 'SRCROOT' },
    region: { startLine: place.line, ...(place.column !== undefined && { startColumn: place.column }) },
  };
  const logical = {
    name: nameOf(row),
    fullyQualifiedName: urn ?? stack ?? 'estate',
    kind: urn ? 'resource' : 'module',
  };
  return { ...(physicalLocation && { physicalLocation }), logicalLocations: [logical] };
}

function suppressionOf({ waiver }: AuditRow) {
  if (waiver === undefined) return { kind: 'external', status: 'accepted', justification: 'in the baseline' };
  const { reason, ticket, approver, approved, expires, authenticated, approval } = waiver;
  return {
    kind: 'external',
    status: authenticated ? 'accepted' : 'underReview',
    justification: `${reason} (${ticket}; approved by ${approver} on ${approved}, until ${expires}; ${approval})`,
  };
}

function notificationOf(row: AuditRow) {
  return {
    associatedRule: { id: row.control },
    level: 'error',
    message: { text: row.message ?? 'the rule failed' },
    locations: [locationOf(row)],
  };
}

/** What was judged, without the folders of the machine that it was on. */
function fileNames(subject: string): string {
  return subject.replace(/[^,/\\]*[/\\]/g, '');
}

function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
