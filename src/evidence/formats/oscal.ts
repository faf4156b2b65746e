import { canonicalJson } from '../../lib/canonical.ts';
import type { AuditDocument, ControlTexts } from '../audit-document.ts';
import { type AuditRow, isAgainst, isExcused } from '../audit-row.ts';
import { nameOf, typeOf } from '../place.ts';
import { uuidOf } from '../uuid.ts';

/**
 * OSCAL 1.1.2 assessment results (NIST): an observation for each row, a finding for each control that was judged, a risk for each row that
 * was excused. Our controls are the objectives; ids derive from what they name, so that equal audits are equal documents.
 */
export function oscal(document: AuditDocument): string {
  const { subject, auditedAt, judgedBy, catalogue, verdicts } = document;
  const plan = uuidOf('no plan');
  const results = {
    uuid: uuidOf('assessment-results', subject, auditedAt, verdicts),
    metadata: {
      title: `Audit of ${subject}`,
      'last-modified': auditedAt,
      version: auditedAt,
      'oscal-version': '1.1.2',
      props: [prop('evenkeel-version', judgedBy), prop('phase', document.phase)],
    },
    'import-ap': { href: `#${plan}`, remarks: NO_PLAN },
    'local-definitions': { 'objectives-and-methods': catalogue.map(objectiveOf) },
    results: [resultOf(document)],
    'back-matter': { resources: [{ uuid: plan, title: 'No assessment plan', description: NO_PLAN }] },
  };
  return canonicalJson({ 'assessment-results': results }, 2);
}

const NO_PLAN =
  'There is no assessment plan in OSCAL for this audit. What was asked is in objectives-and-methods; an assessor who has a plan puts its address here.';
const NAMESPACE = 'urn:evenkeel:audit';

function resultOf(document: AuditDocument) {
  const { subject, auditedAt, catalogue, verdicts, summary } = document;
  const { pass, fail, notApplicable, unknown, error, pending } = summary;
  const rowsOf = Map.groupBy(verdicts, ({ control }) => control);
  const excused = verdicts.filter(isExcused);
  const findings = catalogue.flatMap((texts) => findingOf(texts, rowsOf.get(texts.control) ?? []));
  const items = inventoryOf(verdicts);
  return {
    uuid: uuidOf('result', subject, auditedAt, verdicts),
    title: `${catalogue.length} controls over ${document.resources} resources`,
    description: `${pass} pass, ${fail} fail, ${notApplicable} not applicable, ${unknown} unknown, ${error} error, ${pending} pending.`,
    start: auditedAt,
    end: auditedAt,
    'reviewed-controls': {
      'control-selections': [{ 'include-controls': catalogue.map(({ control }) => ({ 'control-id': control })) }],
    },
    ...(items.length > 0 && { 'local-definitions': { 'inventory-items': items } }),
    ...(verdicts.length > 0 && { observations: verdicts.map((row) => observationOf(row, auditedAt)) }),
    ...(excused.length > 0 && { risks: excused.map(riskOf) }),
    ...(findings.length > 0 && { findings }),
    remarks: remarksOf(document),
  };
}

function objectiveOf({ control, title, why, remedy }: ControlTexts) {
  const parts = [{ id: objectiveId(control), name: 'assessment-objective', prose: title }];
  return { 'control-id': control, description: why, parts, remarks: `Remedy: ${remedy}` };
}

function objectiveId(control: string): string {
  return `${control}_obj`;
}

function inventoryOf(verdicts: readonly AuditRow[]) {
  const urns = [...new Set(verdicts.flatMap(({ urn }) => (urn === undefined ? [] : [urn])))].sort();
  return urns.map((urn) => ({
    uuid: uuidOf('resource', urn),
    description: nameOf({ urn }),
    props: [prop('urn', urn), prop('type', typeOf({ urn }) ?? 'unknown')],
  }));
}

function observationOf(row: AuditRow, auditedAt: string) {
  const { control, verdict, severity, message, property, at, urn } = row;
  const more = Object.entries({ property, at }).flatMap(([name, value]) => (value ? [prop(name, value)] : []));
  return {
    uuid: observationId(row),
    title: `${control} on ${nameOf(row)}`,
    description: message ?? `${nameOf(row)}: ${verdict}`,
    props: [prop('control', control), prop('verdict', verdict), prop('severity', severity), ...more],
    methods: ['TEST'],
    types: ['finding'],
    ...(urn !== undefined && {
      subjects: [{ 'subject-uuid': uuidOf('resource', urn), type: 'inventory-item', title: nameOf(row) }],
    }),
    collected: auditedAt,
  };
}

/** A control of which nothing was judged has no finding: neither satisfied nor not. Pending rows are none either. */
function findingOf({ control, title }: ControlTexts, rows: readonly AuditRow[]) {
  const bad = rows.filter(isAgainst);
  const excused = rows.filter(isExcused);
  const passed = rows.filter(({ verdict }) => verdict === 'pass');
  const decisive = [...bad, ...excused, ...passed];
  if (decisive.length === 0) return [];
  const isSatisfied = bad.length === 0 && excused.length === 0;
  const isFailed = [...bad, ...excused].some(({ verdict }) => verdict === 'fail');
  return [
    {
      uuid: uuidOf('finding', control, rows),
      title: `${control} ${title}`,
      description: `${passed.length} pass, ${bad.length} not, ${excused.length} excused.`,
      target: {
        type: 'objective-id',
        'target-id': objectiveId(control),
        status: {
          state: isSatisfied ? 'satisfied' : 'not-satisfied',
          reason: isSatisfied ? 'pass' : isFailed ? 'fail' : 'other',
        },
      },
      'related-observations': decisive.map((row) => ({ 'observation-uuid': observationId(row) })),
      ...(excused.length > 0 && { 'related-risks': excused.map((row) => ({ 'risk-uuid': riskId(row) })) }),
    },
  ];
}

function riskOf(row: AuditRow) {
  const { waiver, control, message = '' } = row;
  return {
    uuid: riskId(row),
    title: `${control} on ${nameOf(row)}, excused`,
    description: message === '' ? control : message,
    statement:
      waiver === undefined ? 'In the baseline, which can only shrink.' : `${waiver.reason} (${waiver.approval})`,
    status: waiver?.authenticated ? 'deviation-approved' : 'deviation-requested',
    ...(waiver !== undefined && {
      props: [prop('ticket', waiver.ticket), prop('author', waiver.author), prop('approver', waiver.approver)],
      deadline: `${waiver.expires.slice(0, 10)}T00:00:00Z`,
    }),
    'related-observations': [{ 'observation-uuid': observationId(row) }],
  };
}

function remarksOf({ population, unsupportedTypes }: AuditDocument): string {
  const types = Object.values(unsupportedTypes).reduce((sum, number) => sum + number, 0);
  const checkpoints = population.checkpoints.map(({ name, madeAt }) => `${name} (${madeAt ?? 'of unknown age'})`);
  const missing = population.stacksNotGiven.map(({ stack }) => stack);
  return [
    `Judged: ${checkpoints.join(', ') || 'a preview'}.`,
    `Not seen: ${types} resources of types that no control knows; stacks referred to and not given: ${missing.join(', ') || 'none'}.`,
  ].join(' ');
}

function observationId({ control, stack, urn }: AuditRow): string {
  return uuidOf('observation', control, stack ?? '', urn ?? '');
}

function riskId({ control, stack, urn }: AuditRow): string {
  return uuidOf('risk', control, stack ?? '', urn ?? '');
}

/** A value of OSCAL is one line without blanks at its ends. */
function prop(name: string, value: string) {
  const line = value.replace(/\s+/g, ' ').trim();
  return { name, ns: NAMESPACE, value: line === '' ? '-' : line };
}
