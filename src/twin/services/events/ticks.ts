import { SECOND_MS } from '../../../lib/clock.ts';
import { isRegionUp } from '../../physics/faults.ts';
import type { World } from '../../world.ts';
import { functionName, functionTable, mayInvoke } from '../lambda/records.ts';
import { feed, isFeeder } from './feeder.ts';
import { type RuleRecord, rateMinutes, ruleTable, type TargetRecord, targetTable } from './records.ts';

/** How often a feeder samples within the minute that one invocation lasts. */
export const SAMPLE_MS = 10 * SECOND_MS;

/** Starts the ticks of a Lambda target on a rate(…) schedule, or stops them where the rule is none any more. */
export function keepTicking(world: World, rule: RuleRecord, target: TargetRecord): void {
  stopTicking(world, rule, target);
  if (rateMinutes(rule.scheduleExpression) === undefined || !target.arn.startsWith('arn:aws:lambda:')) return;
  scheduleNext(world, rule, target);
}

export function stopTicking(world: World, rule: RuleRecord, target: TargetRecord): void {
  world.unschedule(subjectOf(rule, target), TICK);
}

/** One sample; the next is scheduled whatever becomes of this one. A lost region's ticks do nothing. */
export function tick(world: World, key: string): void {
  const target = targetTable(world).get(key);
  const rule = target && ruleTable(world).get(`${target.region}/${target.rule}`);
  if (!target || !rule) return;
  scheduleNext(world, rule, target);
  const record = functionTable(world).get(`${target.region}/${functionName(target.arn)}`);
  if (!record || !isFeeder(record) || record.state !== 'Active') return;
  if (!rule.isEnabled || !isInvokedNow(world, rule) || !mayInvoke(record, 'events.amazonaws.com', rule.arn)) return;
  if (isRegionUp(world, target.region)) feed(world, record);
}

export const TICK = 'events.tick';

function scheduleNext(world: World, rule: RuleRecord, target: TargetRecord): void {
  const atMs = (Math.floor(world.nowMs / SAMPLE_MS) + 1) * SAMPLE_MS;
  const data = { key: `${target.region}/${target.rule}/${target.id}` };
  world.schedule({ atMs, kind: TICK, subject: subjectOf(rule, target), tick: true, data });
}

/** One invocation lasts a minute: a rule of five minutes samples in the first of them. */
function isInvokedNow(world: World, rule: RuleRecord): boolean {
  const minutes = Math.floor((world.nowMs - rule.createdMs) / (60 * SECOND_MS));
  return minutes % (rateMinutes(rule.scheduleExpression) ?? 1) === 0;
}

function subjectOf(rule: RuleRecord, target: TargetRecord): string {
  return `${rule.arn}#${target.id}`;
}
