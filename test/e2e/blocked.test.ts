import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadRunbook, loadScenario } from '../../src/cli/runbooks.ts';
import { graphOf } from '../../src/graph/graph.ts';
import { topologyOf } from '../../src/graph/topology-of.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import type { Runbook } from '../../src/runner/runbook.ts';
import type { Step } from '../../src/runner/step.ts';
import { loadSystem } from '../../src/system/load.ts';
import { root } from '../support/cli.ts';
import { bringOrdersUp } from '../support/orders-up.ts';

/**
 * The proof that the failover needs nothing of the lost region, by blocking: its endpoints, and the control planes homed
 * there, refuse every call and count it. A mutant that moves traffic by editing a record shows that the block would tell.
 */
test('the failover finishes with the lost region blocked; a mutant that edits a DNS record does not', async () => {
  const { twin, resources, wanted, remove } = await bringOrdersUp();
  const topology = topologyOf(graphOf(await resources()), wanted);
  remove();
  const common = {
    start: { snapshot: twin.world.dump(), inert: {}, limits: [] },
    subject: {
      system: loadSystem(join(root, 'stacks/systems/orders.yaml')),
      environment: 'prod',
      topology,
      lastKnownWriter: 'use1',
    },
    scenario: await loadScenario(root, 'region-loss'),
    seed: '7',
    shellHost: { root: join(root, 'stacks/systems'), path: process.env['PATH'] ?? '', node: process.execPath },
    replay: '',
  };
  const runbook = await loadRunbook(root, 'dr-failover');
  const real = await rehearse({ ...common, runbook });
  expect(real.document.outcome).toBe('recovered');
  expect(real.document.blocked).toEqual({ regions: ['us-east-1'], refusedCalls: 0 });

  const mutant = await rehearse({ ...common, runbook: editsRecords(runbook, common.subject.topology.zone.id) });
  expect(mutant.document.outcome).toBe('failed');
  expect(mutant.document.blocked.refusedCalls).toBeGreaterThanOrEqual(1);
});

/** The failover with one more step: after the database it deletes the lost site's record. */
function editsRecords(runbook: Runbook, zoneId: string): Runbook {
  const edit: Step = {
    key: 'edit-record',
    title: 'Take the lost site out of DNS by hand',
    after: ['database'],
    operations: [{ name: 'route53.ChangeResourceRecordSets', region: 'us-east-1' }],
    expected: { p50: 25, p99: 60, mark: 'estimated', parts: [] },
    timeoutSeconds: 120,
    act: {
      name: 'route53.ChangeResourceRecordSets',
      region: 'us-east-1',
      input: {
        HostedZoneId: zoneId,
        ChangeBatch: {
          Changes: [
            {
              Action: 'UPSERT',
              ResourceRecordSet: {
                Name: 'moved.orders.example.com',
                Type: 'A',
                TTL: 60,
                ResourceRecords: [{ Value: '192.0.2.2' }],
              },
            },
          ],
        },
      },
    },
    undo: { none: 'a mutant' },
  };
  return { ...runbook, plan: (input) => [...runbook.plan(input), edit] };
}
