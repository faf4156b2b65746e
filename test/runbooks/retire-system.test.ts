import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runbook } from '../../runbooks/retire-system.ts';
import { scenario as idle } from '../../runbooks/scenarios/idle.ts';
import { twinTarget } from '../../src/rehearsal/twin-target.ts';
import { historyOf } from '../../src/runner/journal/history.ts';
import { previewPlan } from '../../src/runner/run.ts';
import type { Subject } from '../../src/runner/runbook.ts';
import { VirtualTime } from '../../src/twin/virtual-time.ts';
import { asBroughtUp, beforeSystem, ordersToRetire, type RetirementGround } from '../support/retirement.ts';

let ground: RetirementGround;
beforeAll(async () => {
  ground = await ordersToRetire();
});
afterAll(() => ground.remove());

function planFor(subject: Subject) {
  const twin = asBroughtUp(ground);
  return previewPlan(runbook, subject, twinTarget({ twin, time: new VirtualTime(twin.world), healthPath: '/' }));
}

test('the plan silences before it deletes, and goes backwards through the layers with the writer last', async () => {
  const { document } = await planFor(ground.subject);
  const keys = document.steps.map(({ key }) => key);
  expect(keys.slice(0, 5)).toEqual(['notice', 'unused', 'fence-use1', 'fence-usw2', 'scream-test']);
  expect(keys.filter((key) => key.startsWith('destroy-'))).toEqual([
    'destroy-orders-prod-link',
    'destroy-orders-prod-usw2',
    'destroy-orders-prod-use1',
    'destroy-orders-prod-base',
  ]);
  expect(document.steps.find(({ key }) => key === 'no-return')?.approval?.persons).toBe(2);
});

test('every step before the two persons is taken back by itself or says what it leaves', async () => {
  const { steps } = await planFor(ground.subject);
  const before = steps.slice(0, steps.findIndex(({ key }) => key === 'no-return') + 1);
  expect(before.filter(({ onFailure }) => onFailure !== 'undo').map(({ key }) => key)).toEqual([]);
  expect(before.filter(({ noReturn }) => noReturn !== undefined)).toEqual([]);
});

test('no vault is asked for by its name: of one that is not there AWS tells only that access is denied', async () => {
  const { steps } = await planFor(ground.subject);
  const called = steps.flatMap(({ operations }) => operations.map(({ name }) => name));
  expect(called).toContain('backup.ListBackupVaults');
  expect(called).not.toContain('backup.DescribeBackupVault');
});

test('a reference from another stack is a reason not to begin, and is named', async () => {
  const inventory = ground.subject.inventory;
  if (inventory === undefined) throw new Error('a ground has an inventory');
  const references = [{ stack: 'shop-prod', by: 'urn:pulumi:shop-prod::shop::t::reads', names: 'orders-prod-base' }];
  await expect(planFor({ ...ground.subject, inventory: { ...inventory, references } })).rejects.toThrow(
    /another stack names what belongs to orders\n {2}found: {3}urn:pulumi:shop-prod::shop::t::reads names orders-prod-base/,
  );
});

test('an idle system goes, by two persons who are not one, and every stack is empty', async () => {
  const { document, events, twin } = await ground.rehearse({ runbook, scenario: idle });
  expect(document.outcome).toBe('done');
  const history = historyOf(events);
  const asked = history.steps.get('no-return')?.questions.at(-1);
  expect(new Set(asked?.grantedBy).size).toBe(2);
  const valuesOf = (table: string) => twin.world.table(table).values();
  const gone = [
    'rds.cluster',
    'rds.global-cluster',
    'route53.zone',
    'dynamodb.table',
    'ec2.vpc',
    'secretsmanager.secret',
  ];
  expect(gone.flatMap(valuesOf)).toEqual([]);
  // the account's own stay as they were; what is kept of the system is ended by a role that is no system's
  const account = beforeSystem(ground).world;
  const newIn = (table: string) => valuesOf(table).filter((one) => !isIn(account.table(table).values(), one));
  for (const table of ['iam.role', 'kms.key']) {
    const own = account.table(table).values();
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((one) => !isIn(valuesOf(table), one))).toEqual([]);
  }
  expect(newIn('iam.role')).toMatchObject([{ name: 'evenkeel-retention' }]);
  expect(valuesOf('backup.vault')).toMatchObject([{ name: 'evenkeel-retention' }]);
  expect(newIn('kms.key')).toMatchObject([{ state: 'Enabled', tags: { 'evenkeel:purpose': 'retention' } }]);
});

function isIn(records: readonly unknown[], one: unknown): boolean {
  return records.some((record) => isDeepStrictEqual(record, one));
}
