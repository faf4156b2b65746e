import { type Mark, operation, type Plane, type RepeatClass } from '../operations/index.ts';
import type { Act, Approval, EngineAct, Hold, Shell, Step } from './step.ts';
import { undoText } from './undo.ts';

/** The `plan` document of the command line (docs/reference/cli.md): what would happen, in order, with its effects. */
export interface PlanDocument {
  readonly kind: 'plan';
  readonly version: 1;
  readonly runbook: string;
  readonly title: string;
  readonly system: string;
  readonly environment: string;
  /** SHA-256 of the document without this member. */
  readonly planHash: string;
  readonly steps: readonly PlannedStep[];
  readonly criticalPath: readonly string[];
  /** Sums along the critical path; the p99 is a bound. */
  readonly expectedSeconds: { readonly p50: number; readonly p99: number };
}

export interface PlannedStep {
  readonly key: string;
  readonly title: string;
  readonly after: readonly string[];
  readonly operations: readonly PlannedOperation[];
  readonly expectedSeconds: { readonly p50: number; readonly p99: number; readonly mark: Mark };
  /** What the expected seconds are made of. */
  readonly expectedParts: readonly { readonly figure: string; readonly mark: Mark; readonly source: string }[];
  readonly timeoutSeconds: number;
  /** The one write, with its whole input. */
  readonly act?: Act;
  /** It finds its calls when it runs: those among its operations that write, as often as it takes. */
  readonly sweep?: { readonly everySeconds: number };
  readonly shell?: Shell;
  readonly engine?: EngineAct;
  readonly hold?: { readonly forSeconds: number; readonly everySeconds: number; readonly watches: boolean };
  readonly confirm?: { readonly everySeconds: number; readonly informs: boolean };
  /** How it is taken back, or why it cannot be. */
  readonly undo: string;
  /** Why the run cannot be undone once the step has begun to act. */
  readonly noReturn?: string;
  /** `undo`: where the step fails, the run takes back what it did. Absent: it stops. */
  readonly onFailure?: 'undo';
  readonly approval?: Approval;
}

export interface PlannedOperation {
  readonly service: string;
  readonly operation: string;
  readonly plane: Plane;
  readonly region: string;
  /** The region that must be alive for it, where that is another one. */
  readonly home?: string;
  readonly access: 'read' | 'write';
  readonly repeat: RepeatClass;
}

/** A step as data. The functions of the step are not in it: they are covered by the version that planned. */
export function plannedStep(step: Step): PlannedStep {
  return {
    key: step.key,
    title: step.title,
    after: step.after,
    operations: step.operations.map(({ name, region }) => {
      const row = operation(name);
      const isRegional = row.home === 'regional' || row.home === region;
      return {
        service: row.service,
        operation: row.operation,
        plane: row.plane,
        region,
        ...(!isRegional && { home: row.home }),
        access: row.access,
        repeat: row.repeat,
      };
    }),
    expectedSeconds: { p50: step.expected.p50, p99: step.expected.p99, mark: step.expected.mark },
    expectedParts: step.expected.parts.map(({ figure, mark, source }) => ({ figure, mark, source })),
    timeoutSeconds: step.timeoutSeconds,
    ...(step.act && { act: step.act }),
    ...(step.sweep && { sweep: { everySeconds: step.sweep.everySeconds } }),
    ...(step.shell && { shell: step.shell }),
    ...(step.engine && { engine: step.engine }),
    ...(step.hold && { hold: holdOf(step.hold) }),
    ...(step.confirm && {
      confirm: { everySeconds: step.confirm.everySeconds, informs: step.confirm.informs ?? false },
    }),
    undo: undoText(step),
    ...(step.noReturn !== undefined && { noReturn: step.noReturn }),
    ...(step.onFailure === 'undo' && { onFailure: step.onFailure }),
    ...(step.approval && { approval: step.approval }),
  };
}

function holdOf({ forSeconds, everySeconds, watch }: Hold) {
  return { forSeconds, everySeconds, watches: watch !== undefined };
}
