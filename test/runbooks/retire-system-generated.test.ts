import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runbook } from '../../runbooks/retire-system.ts';
import { draw } from '../../src/lib/chance.ts';
import { certificateOf } from '../../src/reports/certificate.ts';
import { asBroughtUp, groundOf, QUIET, type RetirementGround } from '../support/retirement.ts';
import { arnsIn, retirementFaults } from '../support/retirement-oracle.ts';
import { generateSystem, writeSystem } from '../system/generate.ts';

/** A sample of generated systems, with holds, snapshots to keep, orphans and neighbours by chance. One to three sites. */
const SEEDS = [1, 2, 3, 4];

test.each(SEEDS)('generated system %i goes with its orphans, and nothing else does', async (seed) => {
  const generated = generateSystem(seed, { sites: 1 + Math.floor(draw(String(seed), 'retirement', 'sites') * 3) });
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-generated-'));
  const ground = await groundOf(writeSystem(folder, generated), folder);
  const { snapshot, outside, orphans } = planted(ground, String(seed));
  const run = await ground.rehearse({
    runbook,
    scenario: QUIET,
    seed: String(seed),
    start: { snapshot, inert: {}, limits: [] },
  });
  expect(run.document.outcome, run.document.notes.join()).toBe('done');
  expect(retirementFaults(ground, run, outside)).toEqual([]);
  const { left } = certificateOf(run.events);
  const there = arnsIn(run.twin.world);
  const missed = orphans.filter((arn) => there.has(arn) && !left.some(({ id }) => id === arn));
  expect(missed).toEqual([]);
  ground.remove();
});

/** Neighbours that are not the system's, and orphans that carry its tags or are snapshots of its clusters. */
function planted(ground: RetirementGround, seed: string) {
  const twin = asBroughtUp(ground);
  const { topology, system, environment } = ground.subject;
  const before = arnsIn(twin.world);
  const plant = (service: string, operation: string, region: string, input: object) =>
    twin.dispatcher.dispatch({ service, operation, region, input } as never);
  const tagsOf = (name: string) => [
    { Key: 'evenkeel:system', Value: name },
    { Key: 'evenkeel:environment', Value: environment },
  ];
  const table = (TableName: string, name: string) => ({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    Tags: tagsOf(name),
  });
  for (const { region, site } of topology.sites) {
    plant('dynamodb', 'CreateTable', region, table(`neighbour-${site}`, 'neighbour'));
    plant('kms', 'CreateKey', region, { Description: 'of nobody' });
  }
  const outside = [...arnsIn(twin.world)].filter((arn) => !before.has(arn));
  for (const { region, site, cluster } of topology.sites) {
    const some = (event: string) => draw(seed, `${site} orphans`, event) < 0.5;
    if (some('table')) plant('dynamodb', 'CreateTable', region, table(`orphan-${site}`, system.system));
    if (some('vault')) {
      const BackupVaultTags = Object.fromEntries(tagsOf(system.system).map(({ Key, Value }) => [Key, Value]));
      plant('backup', 'CreateBackupVault', region, { BackupVaultName: `orphan-${site}`, BackupVaultTags });
    }
    if (some('snapshot')) {
      const id = { DBClusterIdentifier: cluster.id, DBClusterSnapshotIdentifier: `orphan-${site}` };
      plant('rds', 'CreateDBClusterSnapshot', region, id);
    }
  }
  const orphans = [...arnsIn(twin.world)].filter((arn) => !before.has(arn) && !outside.includes(arn));
  return { snapshot: twin.world.dump(), outside, orphans };
}
