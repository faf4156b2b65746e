import type { Target } from '@aws-sdk/client-eventbridge';
import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

/** A rule of the default event bus (world table `events.rule`, key = region/name). */
export interface RuleRecord {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly scheduleExpression?: string | undefined;
  readonly eventPattern?: string | undefined;
  readonly isEnabled: boolean;
  readonly description?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly tags: Tags;
  readonly createdMs: number;
}

/** A target of a rule, as it was put (world table `events.target`, key = region/rule/target id). */
export interface TargetRecord {
  readonly region: string;
  readonly rule: string;
  readonly id: string;
  readonly arn: string;
  readonly target: Target;
}

export function ruleTable(world: World) {
  return world.table<RuleRecord>('events.rule');
}

export function targetTable(world: World) {
  return world.table<TargetRecord>('events.target');
}

export function ruleArn(region: string, account: string, name: string): string {
  return `arn:aws:events:${region}:${account}:rule/${name}`;
}

/** Minutes of `rate(1 minute)`, `rate(5 minutes)`, `rate(2 hours)` or `rate(1 day)`; `undefined` for anything else. */
export function rateMinutes(expression: string | undefined): number | undefined {
  const match = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression ?? '');
  const unit = { minute: 1, hour: 60, day: 1440 }[match?.[2] ?? ''];
  return match && unit !== undefined && Number(match[1]) > 0 ? Number(match[1]) * unit : undefined;
}
