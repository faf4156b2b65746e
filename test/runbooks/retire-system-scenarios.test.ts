import { afterAll, beforeAll, expect, test } from 'vitest';
import { runbook } from '../../runbooks/retire-system.ts';
import { scenario as deletionWithoutEffect } from '../../runbooks/scenarios/deletion-without-effect.ts';
import { scenario as lateClient } from '../../runbooks/scenarios/late-client.ts';
import { scenario as stillUsed } from '../../runbooks/scenarios/still-used.ts';
import { certificateOf } from '../../src/reports/certificate.ts';
import type { EnginePort } from '../../src/runner/engine-port.ts';
import type { Runbook } from '../../src/runner/runbook.ts';
import type { Scenario, ScenarioFault } from '../../src/runner/scenario.ts';
import type { Step } from '../../src/runner/step.ts';
import type { Twin } from '../../src/twin/twin.ts';
import type { Snapshot } from '../../src/twin/world.ts';
import { asBroughtUp, ordersToRetire, QUIET, type RetirementGround } from '../support/retirement.ts';
import { arnsIn, retirementFaults } from '../support/retirement-oracle.ts';

/** Scenarios on a calendar of a day of notice and a day of silence; an oracle that reads the whole world says what is wrong. */
let ground: RetirementGround;
beforeAll(async () => {
  ground = await ordersToRetire();
});
afterAll(() => ground.remove());

const DAY = 86_400;
const HOUR = 3600;

/** The scenario with its faults moved to the short calendar. */
function from(scenario: Scenario, atSeconds: number, forSeconds = 30 * DAY): Scenario {
  return { ...scenario, faults: scenario.faults.map((fault) => ({ ...fault, atSeconds, forSeconds })) };
}

/** Deletions that AWS refuses, everywhere, for a time. */
function refusing(operation: string, code: string, forSeconds: number): Scenario {
  const fault: ScenarioFault = { kind: 'call-refused', where: 'all', operation, code, atSeconds: 2 * DAY, forSeconds };
  return { ...QUIET, faults: [fault] };
}

test('a system that is still used is refused before anything is done', async () => {
  const run = await ground.rehearse({ runbook, scenario: stillUsed });
  expect(run.document.outcome).toBe('aborted');
  expect(run.document.notes.join()).toMatch(/still has clients/);
  expect(retirementFaults(ground, run)).toEqual([]);
});

test('whoever appears after the fence is heard, and the fence is taken back', async () => {
  const run = await ground.rehearse({ runbook, scenario: from(lateClient, DAY + 6 * HOUR) });
  expect(run.document.outcome).toBe('rolledBack');
  expect(run.document.steps.map(({ key }) => key)).toContain('undo-fence-use1-1');
  expect(retirementFaults(ground, run)).toEqual([]);
});

test('a deletion that is refused for hours is tried again, and done when AWS allows it', async () => {
  const run = await ground.rehearse({
    runbook,
    scenario: refusing('elbv2.DeleteLoadBalancer', 'OperationNotPermitted', 4 * HOUR),
  });
  expect(run.document.outcome).toBe('done');
  const site = run.document.steps.find(({ key }) => key === 'destroy-orders-prod-usw2');
  expect((site?.endSeconds ?? 0) - (site?.startSeconds ?? 0)).toBeGreaterThan(HOUR);
  expect(retirementFaults(ground, run)).toEqual([]);
});

test('one that stays refused stops the run, which says what is left', async () => {
  const run = await ground.rehearse({
    runbook,
    scenario: refusing('elbv2.DeleteLoadBalancer', 'OperationNotPermitted', 9 * DAY),
  });
  expect(run.document.outcome).toBe('failed');
  expect(run.document.notes.join()).toMatch(/destroy-orders-prod-usw2.*left at the step's bound/);
  expect(retirementFaults(ground, run)).toEqual([]);
});

test('a deletion that is answered and not done is found by looking', async () => {
  const run = await ground.rehearse({ runbook, scenario: from(deletionWithoutEffect, 2 * DAY) });
  expect(run.document.outcome).toBe('failed');
  expect(run.document.notes.join()).toMatch(/answered dynamodb.DeleteTable .* and nothing changed/);
  expect(retirementFaults(ground, run)).toEqual([]);
});

test('final snapshots that are to be kept are, with the keys that they are encrypted with', async () => {
  const keeping = await ordersToRetire([
    ['notice: 14d', 'notice: 1d'],
    ['screamTest: 7d', 'screamTest: 1d'],
    ['finalSnapshots: delete', 'finalSnapshots: keep'],
  ]);
  const run = await keeping.rehearse({ runbook, scenario: QUIET });
  expect(run.document.outcome).toBe('done');
  expect(retirementFaults(keeping, run)).toEqual([]);
  const survivors = certificateOf(run.events).survivors.map(({ what, region }) => `${what} ${region}`);
  expect(survivors.filter((one) => one.startsWith('final snapshot'))).toHaveLength(2);
  expect(survivors.filter((one) => one.startsWith('key'))).toHaveLength(3);
  keeping.remove();
});

test('what is not the system’s stays; what carries its tags and no stack held is deleted or named', async () => {
  const theirs = asBroughtUp(ground);
  const before = arnsIn(theirs.world);
  const plant = (service: string, operation: string, region: string, input: object) =>
    theirs.dispatcher.dispatch({ service, operation, region, input } as never);
  const table = (TableName: string, system: string) => ({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    Tags: [
      { Key: 'evenkeel:system', Value: system },
      { Key: 'evenkeel:environment', Value: 'prod' },
    ],
  });
  plant('dynamodb', 'CreateTable', 'us-west-2', table('shop-carts', 'shop'));
  plant('kms', 'CreateKey', 'us-east-1', { Description: 'of the shop' });
  const outside = [...arnsIn(theirs.world)].filter((arn) => !before.has(arn));
  plant('dynamodb', 'CreateTable', 'us-west-2', table('orders-left-behind', 'orders'));
  plant('rds', 'CreateDBClusterSnapshot', 'us-east-1', {
    DBClusterIdentifier: 'orders-prod-use1',
    DBClusterSnapshotIdentifier: 'before-the-big-change',
  });
  const snapshots = theirs.world.table<{ id: string }>('rds.cluster-snapshot');
  const own = snapshots.values().find(({ id }) => id === 'before-the-big-change');
  const earlier = 'of-an-earlier-cluster';
  theirs.world.transact(() =>
    snapshots.put(`us-east-1/${earlier}`, {
      ...own,
      id: earlier,
      status: 'available',
      arn: `arn:aws:rds:us-east-1:${theirs.world.account}:cluster-snapshot:${earlier}`,
      clusterResourceId: 'cluster-EARLIER',
    } as never),
  );
  const snapshot: Snapshot = theirs.world.dump();
  const run = await ground.rehearse({ runbook, scenario: QUIET, start: { snapshot, inert: {}, limits: [] } });
  expect(run.document.outcome).toBe('done');
  expect(outside).toHaveLength(2);
  expect(retirementFaults(ground, run, outside)).toEqual([]);
  const { left, destroyed } = certificateOf(run.events);
  const named = left.filter(({ what }) => what !== 'log group' && !what.startsWith('tagged')).map(({ id }) => id);
  expect(named).toEqual([earlier]);
  expect(left.map(({ id }) => id.split('/').at(-1))).toContain('orders-left-behind');
  expect(destroyed.map(({ id }) => id)).toContain('before-the-big-change');
  const there = [...arnsIn(run.twin.world)];
  expect(there.filter((arn) => arn.includes('before-the-big-change'))).toEqual([]);
  expect(there.filter((arn) => arn.includes(earlier))).toHaveLength(1);
});

/** The world as brought up, with something done to it. */
function startedFrom(change: (twin: Twin) => void) {
  const twin = asBroughtUp(ground);
  change(twin);
  return { snapshot: twin.world.dump(), inert: {}, limits: [] };
}

test('a retention vault that is under no retention key is not trusted with the last copy', async () => {
  const start = startedFrom(({ dispatcher }) =>
    dispatcher.dispatch({
      service: 'backup',
      operation: 'CreateBackupVault',
      region: 'us-east-1',
      input: { BackupVaultName: 'evenkeel-retention' },
    }),
  );
  const run = await ground.rehearse({ runbook, scenario: QUIET, start });
  expect(run.document.outcome).toBe('rolledBack');
  expect(run.document.notes.join()).toMatch(/retention-vault.*no retention key/);
});

test('a cluster that has the name of the proof is nobody’s to delete: the retirement is not begun', async () => {
  const start = startedFrom(({ world }) => {
    const clusters = world.table<{ id: string; arn: string }>('rds.cluster');
    const source = clusters.values().find(({ id }) => id === 'orders-prod-use1');
    const id = 'orders-prod-use1-proof';
    const arn = source?.arn.replace('orders-prod-use1', id);
    world.transact(() => clusters.put(`us-east-1/${id}`, { ...source, id, arn, globalClusterId: undefined } as never));
  });
  const run = await ground.rehearse({ runbook, scenario: QUIET, start });
  expect(run.document.outcome).toBe('aborted');
  expect(run.document.notes.join()).toMatch(/orders-prod-use1-proof, is taken in us-east-1/);
});

test('a legal hold that comes while the system is silent is seen before anything is deleted', async () => {
  let twin: Twin | undefined;
  const run = await ground.rehearse({
    runbook,
    scenario: QUIET,
    engine: (made) => {
      twin = made;
      return ground.engine.begin(made.provider);
    },
    onStep: (step, what) => {
      if (step !== 'last-look' || what !== 'started') return;
      const [vault] = ground.subject.topology.sites.flatMap((site) => site.vault?.name ?? []);
      const RecoveryPointSelection = { VaultNames: [vault] };
      const input = { Title: 'a case', Description: 'late', RecoveryPointSelection };
      twin?.dispatcher.dispatch({ service: 'backup', operation: 'CreateLegalHold', region: 'us-east-1', input });
    },
  });
  expect(run.document.outcome).toBe('rolledBack');
  expect(run.document.notes.join()).toMatch(/last-look.*a legal hold of AWS Backup lies on vault/);
  expect(retirementFaults(ground, run)).toEqual([]);
});

test.each(['retained-copy', 'restore'])('%s that AWS cannot do ends the run with what AWS says', async (at) => {
  let twin: Twin | undefined;
  const run = await ground.rehearse({
    runbook,
    scenario: QUIET,
    engine: (made) => {
      twin = made;
      return ground.engine.begin(made.provider);
    },
    onStep: (step, what) => {
      if (step !== at || what !== 'started') return;
      const keys = twin?.world.table<{ id: string; tags: object }>('kms.key').values() ?? [];
      const KeyId = keys.find(({ tags }) => 'evenkeel:purpose' in tags)?.id;
      twin?.dispatcher.dispatch({ service: 'kms', operation: 'DisableKey', region: 'us-east-1', input: { KeyId } });
    },
  });
  expect(run.document.outcome).toBe('rolledBack');
  expect(run.document.notes.join()).toMatch(new RegExp(`${at}.*is FAILED: .*not (usable|there or not enabled)`));
});

test('stacks that hold nothing under their names are not retired here', async () => {
  const { subject } = ground;
  const { inventory } = subject;
  if (inventory === undefined) throw new Error('a ground has an inventory');
  const stacks = inventory.stacks.map((stack) => ({ ...stack, deletes: 0 }));
  const empty = { ...subject, inventory: { ...inventory, stacks } };
  const run = await ground.rehearse({ runbook, scenario: QUIET, subject: empty });
  expect(run.document.outcome).toBe('aborted');
  expect(run.document.notes.join()).toMatch(/hold nothing that could be deleted/);
});

/** The same runbook with other steps. */
function mutant(change: (steps: readonly Step[]) => readonly Step[]): Runbook {
  return { ...runbook, plan: (input) => change(runbook.plan(input)) };
}

/** Without the steps of these keys; what waited for one of them waits for what that one waited for. */
function without(keys: RegExp): Runbook {
  return mutant((steps) => {
    const waits = (key: string): readonly string[] =>
      keys.test(key) ? (steps.find((step) => step.key === key)?.after ?? []).flatMap(waits) : [key];
    const kept = steps.filter(({ key }) => !keys.test(key));
    return kept.map((step) => ({ ...step, after: [...new Set(step.after.flatMap(waits))] }));
  });
}

test('a retirement that deletes before the restore is proved is caught', async () => {
  const run = await ground.rehearse({ runbook: without(/^(restore|reader|read|restored-gone)$/), scenario: QUIET });
  expect(retirementFaults(ground, run)).toContain('a deletion began before the restore was proved');
});

test('a retirement that believes a 200 is caught', async () => {
  const believes = without(/^(leftovers|gone|ended)-/);
  const run = await ground.rehearse({ runbook: believes, scenario: from(deletionWithoutEffect, 2 * DAY) });
  expect(retirementFaults(ground, run).join()).toMatch(/table\/orders-prod-use1-gate is still there/);
});

test('a retirement that takes a refusal for success does not end as done', async () => {
  const deaf = (port: EnginePort): EnginePort => {
    const asked = new Set<string>();
    return {
      resources: async (stack) => (asked.has(stack) ? { count: 0, pending: 0 } : port.resources(stack)),
      destroy: async (stack, about) => {
        asked.add(stack);
        await port.destroy(stack, about);
        return {};
      },
    };
  };
  const run = await ground.rehearse({
    runbook,
    scenario: refusing('dynamodb.DeleteTable', 'ResourceInUseException', 30 * DAY),
    engine: ({ provider }) => deaf(ground.engine.begin(provider)),
  });
  expect(run.document.outcome).toBe('failed');
});
