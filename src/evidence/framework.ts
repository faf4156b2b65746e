import { type AuditRow, isAgainst, isExcused } from './audit-row.ts';

/** Who says that a control serves a requirement. */
export const PROVENANCES = ['aws-security-hub', 'prowler', 'judgement'] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** A catalogue of requirements, and what of it our controls speak to: `policies/frameworks/ID.json`. */
export interface Framework {
  readonly id: string;
  readonly title: string;
  /** What its list of requirements holds, and where that is from. */
  readonly source: string;
  /** False where the list holds only those that a control serves: the others cannot be named. */
  readonly isWhole: boolean;
  readonly requirements: readonly Requirement[];
  readonly edges: readonly Edge[];
}

export interface Requirement {
  readonly id: string;
  /** In a few words of our own, or of a public-domain text. */
  readonly title: string;
  /** True where people, papers or places satisfy it: nothing that a stack declares could. */
  readonly needsPerson?: true;
}

export interface Edge {
  readonly requirement: string;
  readonly control: string;
  readonly provenance: Provenance;
}

/** What an audit says of a framework. A covered requirement is one that a control speaks to, not one that is satisfied as a whole. */
export interface FrameworkCoverage {
  readonly framework: string;
  readonly title: string;
  readonly source: string;
  readonly isWhole: boolean;
  readonly covered: readonly CoveredRequirement[];
  readonly notCovered: readonly Requirement[];
  readonly needsPerson: readonly Requirement[];
}

export interface CoveredRequirement {
  readonly id: string;
  readonly title: string;
  /** A person must still look: the controls cover a part. */
  readonly needsPerson?: true;
  readonly controls: readonly { readonly control: string; readonly provenance: Provenance }[];
  readonly verdict: CoverageVerdict;
}

/** The worst of a requirement's controls; `nothing judged` where none of them found a resource to judge. */
export type CoverageVerdict = 'fail' | 'unknown' | 'pending' | 'excused' | 'pass' | 'nothing judged' | 'not asked';

/** What the rows of an audit say of a framework. `known` are the controls that there are, `asked` those of this audit. */
export function coverageOf(
  framework: Framework,
  { known, asked }: { readonly known: readonly string[]; readonly asked: readonly string[] },
  rows: readonly AuditRow[],
): FrameworkCoverage {
  const { id, title, source, isWhole, requirements, edges } = framework;
  const rowsOf = Map.groupBy(rows, ({ control }) => control);
  const edgesOf = Map.groupBy(
    edges.filter(({ control }) => known.includes(control)),
    ({ requirement }) => requirement,
  );
  const verdictOfControls = (controls: readonly string[]): CoverageVerdict =>
    controls.some((control) => asked.includes(control))
      ? verdictOf(controls.flatMap((control) => rowsOf.get(control) ?? []))
      : 'not asked';
  const covered = requirements.flatMap((requirement): CoveredRequirement[] => {
    const own = edgesOf.get(requirement.id);
    if (own === undefined) return [];
    const controls = own.map(({ control, provenance }) => ({ control, provenance }));
    return [{ ...requirement, controls, verdict: verdictOfControls(own.map(({ control }) => control)) }];
  });
  const others = requirements.filter((requirement) => !edgesOf.has(requirement.id));
  return {
    framework: id,
    title,
    source,
    isWhole,
    covered,
    notCovered: others.filter(({ needsPerson }) => needsPerson !== true),
    needsPerson: others.filter(({ needsPerson }) => needsPerson === true),
  };
}

function verdictOf(rows: readonly AuditRow[]): CoverageVerdict {
  const bad = rows.filter(isAgainst);
  if (bad.some(({ verdict }) => verdict === 'fail')) return 'fail';
  if (bad.length > 0) return 'unknown';
  if (rows.some(({ verdict }) => verdict === 'pending')) return 'pending';
  if (rows.some(isExcused)) return 'excused';
  return rows.some(({ verdict }) => verdict === 'pass') ? 'pass' : 'nothing judged';
}
