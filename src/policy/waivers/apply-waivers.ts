import type { WaiverMark } from '../../evidence/audit-row.ts';
import { placeOf } from '../../evidence/place.ts';
import type { Graph } from '../../graph/graph.ts';
import { DAY_MS } from '../../lib/clock.ts';
import type { Problem } from '../../lib/errors.ts';
import { urnPattern } from '../../lib/urn-pattern.ts';
import type { Rule } from '../rule.ts';
import { isBad, type VerdictRow } from '../verdict.ts';
import { boundHash } from './bound-hash.ts';
import { fault, type WaiverFault } from './faults.ts';
import { isSamePerson } from './person.ts';
import type { Approval, Waiver } from './waiver.ts';

export interface ApplyWaivers {
  readonly rows: readonly VerdictRow[];
  readonly waivers: readonly Waiver[];
  readonly graph: Graph;
  /** The rules that were asked. */
  readonly rules: readonly Rule[];
  /** Every rule there is. */
  readonly known: readonly Rule[];
  readonly nowMs: number;
  /** Asked of those that excuse something. */
  readonly approvalOf: (waiver: Waiver) => Approval;
}

/** What became of an entry. */
export interface WaiverResult {
  readonly control: string;
  readonly resource: string;
  readonly at: string;
  /**
   * `applied`; `not-needed`: what it names passes; `elsewhere`: it names a stack that was not judged, or a control that was not asked; else
   * the fault, and what it names is not excused.
   */
  readonly status: 'applied' | 'not-needed' | 'elsewhere' | WaiverFault;
  /** Rows that it excuses. */
  readonly rows: number;
}

export interface AppliedWaivers {
  /** In their order; those that are excused say so. */
  readonly rows: readonly VerdictRow[];
  readonly results: readonly WaiverResult[];
  /** One for each entry that does not hold. Each makes the answer no. */
  readonly findings: readonly Problem[];
}

/**
 * Marks the rows that valid waivers excuse: fail, unknown and error. An entry that has expired, matches nothing, was approved by its own
 * author, or is bound to other properties than there are excuses nothing, and is a finding.
 */
export function applyWaivers(options: ApplyWaivers): AppliedWaivers {
  const marks = new Map<VerdictRow, WaiverMark>();
  const judged = options.waivers.map((waiver) => judge(waiver, options, marks));
  const rows = options.rows.map((row) => {
    const waiver = marks.get(row);
    return waiver === undefined ? row : { ...row, waiver };
  });
  return {
    rows,
    results: judged.map(({ result }) => result),
    findings: judged.flatMap(({ finding }) => finding ?? []),
  };
}

interface Judged {
  readonly result: WaiverResult;
  readonly finding?: Problem;
}

function judge(waiver: Waiver, options: ApplyWaivers, marks: Map<VerdictRow, WaiverMark>): Judged {
  const { control, resource, at } = waiver;
  const result = (status: WaiverResult['status'], rows = 0) => ({ control, resource, at, status, rows });
  const wrong = (why: WaiverFault, found: string) => ({ result: result(why), finding: fault(why, waiver, found) });
  const rule = options.rules.find(({ id }) => id === control);
  if (rule === undefined) {
    if (options.known.some(({ id }) => id === control)) return { result: result('elsewhere') };
    return wrong('control-unknown', control);
  }
  if (!isAbout(waiver, options.graph)) return { result: result('elsewhere') };
  const matched = options.rows.filter((row) => row.control === control && matches(waiver, row, options.graph));
  if (matched.length === 0) return wrong('unmatched', resource);
  const bad = matched.filter((row) => isBad(row) && !marks.has(row));
  if (bad.length === 0) return { result: result('not-needed') };
  const invalid = invalidity(waiver, options.nowMs);
  if (invalid !== undefined) return wrong(...invalid);
  const hashes = new Map(bad.map((row) => [row, boundHash(options.graph, rule, row)]));
  const excused = bad.filter((row) => waiver.properties.includes(hashes.get(row) ?? ''));
  if (excused.length > 0) {
    const mark = markOf(waiver, options.approvalOf(waiver));
    for (const row of excused) marks.set(row, mark);
  }
  const changed = bad.filter((row) => !excused.includes(row));
  if (changed.length === 0) return { result: result('applied', excused.length) };
  const found = changed.map((row) => `${placeOf(row)} ${hashes.get(row)}`).join('\n           ');
  return { result: result('changed', excused.length), finding: fault('changed', waiver, found) };
}

const LONGEST_DAYS = 365;

/** What is wrong with an entry whatever it excuses, and what was found. */
function invalidity(waiver: Waiver, nowMs: number): [WaiverFault, string] | undefined {
  const { author, approver, approved, expires } = waiver;
  if (isSamePerson(author, approver)) return ['same-person', `${author}, approved by ${approver}`];
  const approvedMs = Date.parse(approved);
  const expiresMs = Date.parse(expires);
  const days = (expiresMs - approvedMs) / DAY_MS;
  if (days > LONGEST_DAYS || days <= 0) return ['term', `${days} days: ${approved} to ${expires}`];
  if (approvedMs > nowMs) return ['not-yet', approved];
  return expiresMs <= nowMs ? ['expired', expires] : undefined;
}

/** Whether an entry is about a stack of the graph at all. */
function isAbout({ resource }: Waiver, graph: Graph): boolean {
  const [, name = ''] = /^(?:urn:pulumi|stack|estate):(.*?)(?:::.*)?$/s.exec(resource) ?? [];
  const pattern = urnPattern(name);
  return name.includes('**') || graph.nodes.some(({ stack }) => pattern.test(stack));
}

function matches({ resource }: Waiver, row: VerdictRow, graph: Graph): boolean {
  if (resource.startsWith('estate:')) {
    const pattern = urnPattern(resource.slice('estate:'.length));
    return row.stack === undefined && row.urn === undefined && graph.nodes.some(({ stack }) => pattern.test(stack));
  }
  return urnPattern(resource).test(placeOf(row));
}

function markOf(waiver: Waiver, { authenticated, said }: Approval): WaiverMark {
  const { reason, ticket, author, approver, approved, expires } = waiver;
  return { reason, ticket, author, approver, approved, expires, authenticated, approval: said };
}
