import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/lib/clock.ts';
import { RDS_EVENTS, type RdsEventId, rdsEventMessage, rdsEventOf } from '../../../../src/operations/rds-events.ts';
import { strike } from '../../../../src/twin/physics/faults.ts';
import { acceptsWrites, appendWrites, commitRate, onRegionHealed } from '../../../../src/twin/services/rds/index.ts';
import { cluster, DataWorld, EAST, WEST } from '../../../support/data-services.ts';

test('every event is recognised by its own wording and by no other', () => {
  for (const id of Object.keys(RDS_EVENTS) as RdsEventId[]) {
    const values = {
      ...{ cluster: 'orders-use1', region: 'us-east-1', instance: 'a', lag: '3 seconds', global: 'orders' },
      ...{ status: 'upgrading', version: '16.6' },
    };
    expect(rdsEventOf(rdsEventMessage(id, values))?.id).toBe(id);
  }
  expect(rdsEventOf('Something else happened.')).toBeUndefined();
});

test('events are told by source, category and time', () => {
  const data = new DataWorld();
  data.globalDatabase([EAST]);
  const ask = (input: object) =>
    data.rds<{ Events: { SourceIdentifier: string; Message: string }[]; Marker?: string }>(
      EAST,
      'DescribeEvents',
      input,
    );
  expect(ask({ SourceType: 'db-instance' }).Events.map((event) => event.SourceIdentifier)).toEqual([
    'orders-us-east-1-1',
    'orders-us-east-1-2',
  ]);
  expect(ask({ EventCategories: ['creation'] }).Events.length).toBe(3);
  expect(ask({ SourceType: 'db-cluster', SourceIdentifier: 'another' }).Events).toEqual([]);
  data.pass(61 * MINUTE_MS);
  expect(ask({}).Events).toEqual([]);
  expect(ask({ Duration: 120 }).Events.length).toBe(3);
  data.pass(15 * 24 * HOUR_MS);
  expect(ask({ Duration: 30 * 24 * 60 }).Events).toEqual([]);
});

test('a cluster commits only once it and its writer are there, and not while the writer moves', () => {
  const data = new DataWorld();
  const arn = `arn:aws:rds:${EAST}:111122223333:cluster:alone`;
  data.rds(EAST, 'CreateDBCluster', { ...cluster('alone'), MasterUsername: 'app', MasterUserPassword: 'planted' });
  data.pass(HOUR_MS);
  expect(acceptsWrites(data.world, arn)).toBe(false);
  for (const number of [1, 2]) {
    data.rds(EAST, 'CreateDBInstance', {
      DBInstanceIdentifier: `alone-${number}`,
      DBClusterIdentifier: 'alone',
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
    });
  }
  expect(acceptsWrites(data.world, arn)).toBe(false);
  data.pass(HOUR_MS);
  expect(acceptsWrites(data.world, arn)).toBe(true);
  data.rds(EAST, 'DeleteDBInstance', { DBInstanceIdentifier: 'alone-1' });
  expect(acceptsWrites(data.world, arn)).toBe(false);
  data.pass(HOUR_MS);
  expect(acceptsWrites(data.world, arn)).toBe(true);
});

test('the commit rate counts the writes of the last ten seconds, of the cluster that committed them', () => {
  const data = new DataWorld();
  const { [EAST]: east = '', [WEST]: west = '' } = data.globalDatabase();
  for (let second = 0; second < 20; second++) {
    data.pass(SECOND_MS);
    const first = second * 30 + 1;
    data.world.transact(() => appendWrites(data.world, east, { first, last: first + 29, atMs: data.world.nowMs }));
  }
  const rate = (arn: string, atMs: number) => commitRate(data.world, arn, atMs);
  expect([rate(east, data.world.nowMs), rate(west, data.world.nowMs)]).toEqual([30, 0]);
  expect(rate(east, data.world.nowMs + 5 * SECOND_MS)).toBe(15);
  expect(rate(east, data.world.nowMs + MINUTE_MS)).toBe(0);
});

test('what is not modelled is refused by name, and what has no effect is kept in the record', () => {
  const data = new DataWorld();
  const master = { MasterUsername: 'app', MasterUserPassword: 'planted' };
  const serverless = { ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 2 } };
  const refusal = data.refusal(() => data.rds(EAST, 'CreateDBCluster', { ...cluster('a'), ...master, ...serverless }));
  expect(refusal).toMatchObject({ code: 'NotImplemented', status: 501 });
  expect(refusal.message).toContain('ServerlessV2ScalingConfiguration');
  data.rds(EAST, 'CreateDBCluster', { ...cluster('a'), ...master, EnablePerformanceInsights: true });
  expect(data.world.table<{ notModelled: string[] }>('rds.cluster').get('us-east-1/a')?.notModelled).toEqual([
    'EnablePerformanceInsights',
  ]);
});

test('a subnet group needs subnets that are there, in two zones', () => {
  const data = new DataWorld();
  const create = (subnetIds: string[]) => () =>
    data.rds(EAST, 'CreateDBSubnetGroup', {
      DBSubnetGroupName: 'group',
      DBSubnetGroupDescription: 'group',
      SubnetIds: subnetIds,
    });
  expect(data.refusal(create(['subnet-none', 'subnet-us-east-1a'])).code).toBe('InvalidSubnet');
  expect(data.refusal(create(['subnet-us-east-1a'])).code).toBe('DBSubnetGroupDoesNotCoverEnoughAZs');
  create(['subnet-us-east-1a', 'subnet-us-east-1b'])();
  expect(data.refusal(create(['subnet-us-east-1a', 'subnet-us-east-1b'])).code).toBe('DBSubnetGroupAlreadyExists');
});

test('a region that heals earlier than its fault said is told to RDS, and the old writer rejoins then', () => {
  const data = new DataWorld();
  const arns = data.globalDatabase();
  data.world.transact(() => strike(data.world, { kind: 'region-loss', region: EAST }, 48 * HOUR_MS));
  data.rds(WEST, 'FailoverGlobalCluster', {
    GlobalClusterIdentifier: 'orders',
    TargetDbClusterIdentifier: arns[WEST],
    AllowDataLoss: true,
  });
  data.pass(HOUR_MS);
  data.world.transact(() => {
    const faults = data.world.table<{ toMs: number }>('fault');
    for (const [key, fault] of faults.entries()) faults.put(key, { ...fault, toMs: data.world.nowMs });
  });
  onRegionHealed(data.world, EAST);
  data.pass(4 * HOUR_MS);
  expect(data.world.table<{ volume: string }>('rds.cluster').get('us-east-1/orders-us-east-1')?.volume).toMatch(/#2$/);
});
