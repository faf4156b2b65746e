import { canonicalHash } from '../lib/canonical.ts';
import { criticalPathOf } from './critical-path.ts';
import { type PlanDocument, type PlannedStep, plannedStep } from './plan-document.ts';
import type { Runbook } from './runbook.ts';
import type { Step } from './step.ts';
import { validatePlan } from './validate-plan.ts';

/** The DAG that a runbook plans from an input, validated, with the document that its hash covers. */
export interface Plan {
  /** In an order in which each step stands behind those it waits for. */
  readonly steps: readonly Step[];
  readonly document: PlanDocument;
  readonly planHash: string;
}

/**
 * Plans. Pure: equal input gives equal bytes. Throws `EvenkeelError` with every defect of the plan, which is a defect of the
 * runbook.
 */
export function planOf(runbook: Runbook, input: unknown, subject: { system: string; environment: string }): Plan {
  const steps = validatePlan(runbook.name, runbook.plan(input));
  const planned = steps.map(plannedStep);
  const criticalPath = criticalPathOf(steps);
  const body = {
    kind: 'plan' as const,
    version: 1 as const,
    runbook: runbook.name,
    title: runbook.title,
    system: subject.system,
    environment: subject.environment,
    steps: planned,
    criticalPath,
    expectedSeconds: totalOf(planned, criticalPath),
  };
  const planHash = canonicalHash(body);
  return { steps, planHash, document: { ...body, planHash } };
}

function totalOf(steps: readonly PlannedStep[], path: readonly string[]): { p50: number; p99: number } {
  const on = steps.filter((step) => path.includes(step.key));
  return {
    p50: on.reduce((total, step) => total + step.expectedSeconds.p50, 0),
    p99: on.reduce((total, step) => total + step.expectedSeconds.p99, 0),
  };
}
