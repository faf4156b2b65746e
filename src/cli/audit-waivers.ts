import { join } from 'node:path';
import { placeOf } from '../evidence/place.ts';
import type { Graph } from '../graph/graph.ts';
import { isAgainst, type Rule, type VerdictRow } from '../policy/index.ts';
import { type AppliedWaivers, applyWaivers } from '../policy/waivers/apply-waivers.ts';
import { boundHash } from '../policy/waivers/bound-hash.ts';
import { readWaivers } from '../policy/waivers/read-waivers.ts';
import type { Invocation } from './command.ts';
import { approvalsOf } from './waiver-approval.ts';

export interface Judged {
  readonly rows: readonly VerdictRow[];
  readonly graph: Graph;
  readonly rules: readonly Rule[];
  readonly known: readonly Rule[];
  readonly nowMs: number;
}

/** The rows with the waivers of `--waivers`, or of the package's own file. */
export function waived(invocation: Invocation, judged: Judged): AppliedWaivers & { readonly file: string } {
  const given = invocation.value('waivers');
  const path = given ?? join(invocation.root, ...OWN.split('/'));
  const file = given ?? OWN;
  return { file, ...applyWaivers({ ...judged, waivers: readWaivers(path, file), approvalOf: approvalsOf(path) }) };
}

const OWN = 'policies/waivers.yaml';

/** A draft of an entry for each verdict that nothing excuses: what a person must write is left empty, and refused as it is. */
export function waiverDrafts({ rows, graph, rules }: Judged): readonly WaiverDraft[] {
  return rows.flatMap((row) => {
    const rule = rules.find(({ id }) => id === row.control);
    if (rule === undefined || !isAgainst(row)) return [];
    const place = placeOf(row);
    const resource = place === 'estate' ? `estate:${graph.nodes[0]?.stack ?? ''}` : place;
    return [
      { control: row.control, resource, said: row.message ?? row.verdict, properties: [boundHash(graph, rule, row)] },
    ];
  });
}

interface WaiverDraft {
  readonly control: string;
  readonly resource: string;
  /** What the verdict says. */
  readonly said: string;
  readonly properties: readonly string[];
}

/** Drafts as the entries of a file of waivers. */
export function draftsText(drafts: readonly WaiverDraft[]): string {
  const entries = drafts.map(({ control, resource, said, properties }) => [
    `  # ${said.replaceAll(/\s+/g, ' ')}`,
    `  - control: ${control}`,
    `    resource: ${JSON.stringify(resource)}`,
    ...['reason', 'ticket', 'author', 'approver', 'approved', 'expires'].map((key) => `    ${key}: ''`),
    '    properties:',
    ...properties.map((hash) => `      - ${hash}`),
  ]);
  return ['waivers:', ...(entries.length === 0 ? ['  []'] : entries.flat())].join('\n');
}
