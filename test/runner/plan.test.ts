import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalHash } from '../../src/lib/canonical.ts';
import type { EvenkeelError } from '../../src/lib/errors.ts';
import { criticalPathOf, type TimedStep } from '../../src/runner/critical-path.ts';
import { declared, takes } from '../../src/runner/expected.ts';
import { planOf } from '../../src/runner/plan.ts';
import { act, type Step } from '../../src/runner/step.ts';
import { validatePlan } from '../../src/runner/validate-plan.ts';
import { looks, runbookOf, STEP } from './helpers/subject.ts';

const SUBJECT = { system: 'shop', environment: 'prod' };
const REGION = 'us-west-2';

const resize: Step = {
  ...STEP,
  key: 'resize',
  title: 'six instances',
  operations: [{ name: 'autoscaling.SetDesiredCapacity', region: REGION }],
  act: act('autoscaling.SetDesiredCapacity', REGION, { AutoScalingGroupName: 'g', DesiredCapacity: 6 }),
};

test('the plan document says everything that the command line promises, from the operation table', () => {
  const { document, planHash } = planOf(
    runbookOf(() => [resize, looks('look', ['resize'])]),
    {},
    SUBJECT,
  );
  expect(document.steps[0]).toEqual({
    key: 'resize',
    title: 'six instances',
    after: [],
    operations: [
      {
        service: 'autoscaling',
        operation: 'SetDesiredCapacity',
        plane: 'control',
        region: REGION,
        access: 'write',
        repeat: 'absolute',
      },
    ],
    expectedSeconds: { p50: 1, p99: 2, mark: 'estimated' },
    expectedParts: [],
    timeoutSeconds: 120,
    act: {
      name: 'autoscaling.SetDesiredCapacity',
      region: REGION,
      input: { AutoScalingGroupName: 'g', DesiredCapacity: 6 },
    },
    undo: 'none: a test',
  });
  expect(document.criticalPath).toEqual(['resize', 'look']);
  expect(document.expectedSeconds).toEqual({ p50: 2, p99: 4 });
  const { planHash: hash, ...body } = document;
  expect(hash).toBe(planHash);
  expect(canonicalHash(body)).toBe(planHash);
});

test('the hash changes with what a call would send, and with nothing else', () => {
  const hashOf = (step: Step) =>
    planOf(
      runbookOf(() => [step]),
      {},
      SUBJECT,
    ).planHash;
  expect(hashOf({ ...resize })).toBe(hashOf(resize));
  expect(
    hashOf({
      ...resize,
      act: act('autoscaling.SetDesiredCapacity', REGION, { AutoScalingGroupName: 'g', DesiredCapacity: 7 }),
    }),
  ).not.toBe(hashOf(resize));
  expect(hashOf({ ...resize, timeoutSeconds: 121 })).not.toBe(hashOf(resize));
});

test('every defect of a plan is named at once', () => {
  const codes = (steps: readonly Step[]): string[] => {
    try {
      validatePlan('book', steps);
      return [];
    } catch (error) {
      return (error as EvenkeelError).problems.map((problem) => problem.message.replace('runbook book: ', ''));
    }
  };
  const once: Step = {
    ...STEP,
    key: 'move',
    title: '',
    operations: [{ name: 'rds.FailoverDBCluster', region: REGION }],
    act: act('rds.FailoverDBCluster', REGION, { DBClusterIdentifier: 'c' }),
  };
  const token: Step = {
    ...STEP,
    key: 'job',
    title: '',
    operations: [{ name: 'backup.StartBackupJob', region: REGION }],
    act: act('backup.StartBackupJob', REGION, {
      BackupVaultName: 'v',
      ResourceArn: 'a',
      IamRoleArn: 'i',
      IdempotencyToken: 't',
    }),
  };
  expect(codes([resize])).toEqual([]);
  expect(codes([])).toEqual(['the plan is empty']);
  expect(codes([looks('a'), looks('a')])).toEqual(['two steps have one key']);
  expect(codes([looks('A b')])).toEqual(['a key is malformed']);
  expect(codes([looks('a', ['z'])])).toEqual(['a step waits for none of the plan']);
  expect(codes([looks('a', ['b']), looks('b', ['a'])])).toEqual(['steps wait for each other']);
  expect(codes([{ ...STEP, key: 'idle', title: '' }])).toEqual(['step idle does nothing']);
  expect(codes([{ ...resize, operations: [] }])).toEqual(['step resize does not declare its act']);
  expect(codes([{ ...resize, operations: [...resize.operations, ...once.operations] }])).toEqual([
    'step resize declares a write that is not its act',
  ]);
  expect(codes([looks('a', [], { operations: [{ name: 'rds.Nothing' as never, region: REGION }] })])).toEqual([
    'step a uses an operation without a row',
  ]);
  expect(codes([once])).toEqual(['step move cannot be recovered: rds.FailoverDBCluster is once']);
  expect(codes([token])).toEqual(['step job gives the token itself']);
  expect(codes([{ ...resize, timeoutSeconds: 0.5 }])).toEqual(['step resize has a bound that it is expected to miss']);
  expect(codes([looks('a', ['z']), looks('a', ['z'])])).toHaveLength(3);
});

test('the critical path is the chain that takes longest', () => {
  const dag = fc
    .array(fc.record({ p50: fc.integer({ min: 0, max: 20 }), before: fc.array(fc.nat(), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 8,
    })
    .map((rows): TimedStep[] =>
      rows.map(({ p50, before }, index) => ({
        key: `s${index}`,
        after: index === 0 ? [] : [...new Set(before.map((n) => `s${n % index}`))],
        expected: { p50 },
      })),
    );
  const length = (steps: readonly TimedStep[], key: string): number => {
    const step = steps.find((one) => one.key === key);
    return (step?.expected.p50 ?? 0) + Math.max(0, ...(step?.after ?? []).map((before) => length(steps, before)));
  };
  fc.assert(
    fc.property(dag, (steps) => {
      const path = criticalPathOf(steps);
      const seconds = path.map((key) => steps.find((step) => step.key === key)?.expected.p50 ?? 0);
      expect(seconds.reduce((sum, one) => sum + one, 0)).toBe(
        Math.max(...steps.map((step) => length(steps, step.key))),
      );
      path.forEach((key, index) => {
        if (index > 0) expect(steps.find((step) => step.key === key)?.after).toContain(path[index - 1]);
      });
    }),
  );
});

test('expected seconds add up and carry the weakest mark of their parts', () => {
  expect(takes('ec2.launch')).toMatchObject({ p50: 26, p99: 80, mark: 'observed' });
  const sum = takes('ec2.launch', 'elbv2.target-healthy', declared('decision', 300));
  expect([sum.p50, sum.p99, sum.mark]).toEqual([341, 410, 'estimated']);
  expect(sum.parts.map((part) => part.figure)).toEqual(['ec2.launch', 'elbv2.target-healthy', 'decision']);
});
