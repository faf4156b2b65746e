import { expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/lib/clock.ts';
import type { PropertyMap } from '../../../../src/lib/property.ts';
import { strike } from '../../../../src/twin/physics/faults.ts';
import type { Adapter } from '../../../../src/twin/provider/adapter.ts';
import { behaviourOf } from '../../../../src/twin/provider/behaviour.ts';
import { adapters } from '../../../../src/twin/provider/types/rds.ts';
import { writerOf } from '../../../../src/twin/services/rds/index.ts';
import { DataWorld, EAST, WEST } from '../../../support/data-services.ts';

const PASSWORD = 'planted-secret-9';

interface Resource {
  readonly region: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: PropertyMap;
}

function adapter(type: string): Adapter {
  const found = adapters.find((each) => each.type === type);
  if (!found) throw new Error(`no adapter of ${type}`);
  return found;
}

/** The database of a system as the stacks make it: a shell, then per site a group, a cluster and two instances. */
class Stack {
  readonly data = new DataWorld({ regions: [] });
  readonly resources: Resource[] = [];

  create(region: string, type: string, inputs: PropertyMap): string {
    const id = adapter(type).create(inputs, this.data.adapterAws(region));
    this.resources.push({ region, type, id, inputs });
    return id;
  }

  site(region: string, founder: boolean): void {
    this.data.network(region);
    const tags = { 'evenkeel:site': region };
    const subnetIds = ['a', 'b', 'c'].map((letter) => `subnet-${region}${letter}`);
    this.create(region, 'aws:rds/subnetGroup:SubnetGroup', { name: 'orders', description: 'db', subnetIds, tags });
    this.create(region, 'aws:rds/cluster:Cluster', {
      clusterIdentifier: `orders-${region}`,
      engine: 'aurora-postgresql',
      engineVersion: '16.4',
      dbSubnetGroupName: 'orders',
      globalClusterIdentifier: 'orders',
      storageEncrypted: true,
      backupRetentionPeriod: 7,
      vpcSecurityGroupIds: ['sg-2', 'sg-1'],
      finalSnapshotIdentifier: `orders-${region}-final`,
      skipFinalSnapshot: false,
      engineMode: 'provisioned',
      tags,
      ...(founder && { masterUsername: 'app', masterPassword: PASSWORD, databaseName: 'orders' }),
    });
    for (const letter of ['a', 'b']) {
      this.create(region, 'aws:rds/clusterInstance:ClusterInstance', {
        identifier: `orders-${region}-${letter}`,
        clusterIdentifier: `orders-${region}`,
        engine: 'aurora-postgresql',
        instanceClass: 'db.r6g.large',
        availabilityZone: `${region}${letter}`,
        promotionTier: 0,
        tags,
      });
    }
  }

  read(): Record<string, PropertyMap> {
    return Object.fromEntries(
      this.resources.map(({ region, type, id, inputs }) => {
        const outputs = adapter(type).read(id, this.data.adapterAws(region), inputs);
        return [`${region} ${type} ${id}`, outputs as PropertyMap];
      }),
    );
  }
}

function orders(): Stack {
  const stack = new Stack();
  stack.create(EAST, 'aws:rds/globalCluster:GlobalCluster', {
    globalClusterIdentifier: 'orders',
    engine: 'aurora-postgresql',
    engineVersion: '16.4',
    databaseName: 'orders',
    storageEncrypted: true,
  });
  stack.site(EAST, true);
  stack.site(WEST, false);
  return stack;
}

/** Paths whose values differ between two readings. */
function changed(before: Record<string, PropertyMap>, after: Record<string, PropertyMap>): string[] {
  return Object.keys(before).flatMap((name) =>
    Object.keys(before[name] ?? {})
      .filter((key) => JSON.stringify(before[name]?.[key]) !== JSON.stringify(after[name]?.[key]))
      .map((key) => `${name.split(':').at(-1)}.${key}`),
  );
}

test('every input that AWS tells is read back as it was sent, and every output of the type is there', () => {
  const stack = orders();
  const read = stack.read();
  for (const { region, type, id, inputs } of stack.resources) {
    const outputs = read[`${region} ${type} ${id}`] ?? {};
    const told = Object.keys(inputs).filter(
      (name) => !['masterPassword', 'finalSnapshotIdentifier', 'skipFinalSnapshot'].includes(name),
    );
    const normal = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value);
    for (const name of told) expect([name, normal(outputs[name])]).toEqual([name, normal(inputs[name])]);
    for (const name of Object.keys(behaviourOf(type)?.out ?? {}))
      expect([type, name, outputs[name]]).not.toContain(undefined);
  }
});

test('a failover and the return of the region change nothing but what moves with the writer', () => {
  const stack = orders();
  const { data } = stack;
  const before = stack.read();
  const target = `arn:aws:rds:${WEST}:111122223333:cluster:orders-${WEST}`;
  data.world.transact(() => strike(data.world, { kind: 'region-loss', region: EAST }, HOUR_MS));
  data.rds(WEST, 'FailoverGlobalCluster', {
    GlobalClusterIdentifier: 'orders',
    TargetDbClusterIdentifier: target,
    AllowDataLoss: true,
  });
  data.pass(5 * HOUR_MS);
  expect(writerOf(data.world, 'orders')).toBe(target);
  expect(changed(before, stack.read()).sort()).toEqual([
    'Cluster orders-us-east-1.replicationSourceIdentifier',
    'Cluster orders-us-west-2.replicationSourceIdentifier',
    'ClusterInstance orders-us-east-1-a.writer',
    'ClusterInstance orders-us-west-2-a.writer',
    'GlobalCluster orders.globalClusterMembers',
  ]);
  expect(stack.read()['us-east-1 aws:rds/cluster:Cluster orders-us-east-1']?.['replicationSourceIdentifier']).toBe(
    target,
  );
});

test('a database is taken down member by member, the writer last, and each leaves a final snapshot', () => {
  const stack = orders();
  const { data } = stack;
  const refusal = data.refusal(() => deleteAll(stack, (resource) => resource.region === EAST));
  expect(refusal.row).toBe('GDB-43');
  deleteAll(stack, (resource) => resource.region === WEST);
  deleteAll(stack, (resource) => resource.region === EAST && !resource.type.includes('nstance'));
  expect(Object.values(stack.read()).filter((outputs) => outputs !== undefined)).toEqual([]);
  const finals = data.world.table<{ id: string; status: string }>('rds.cluster-snapshot').values();
  expect(finals).toMatchObject([
    { id: 'orders-us-east-1-final', status: 'available' },
    { id: 'orders-us-west-2-final', status: 'available' },
  ]);
});

function deleteAll(stack: Stack, which: (resource: Resource) => boolean): void {
  for (const { region, type, id, inputs } of [...stack.resources].reverse().filter(which)) {
    adapter(type).delete(id, inputs, stack.data.adapterAws(region));
  }
}

test('changes in place reach the cluster, its instances and the global cluster', () => {
  const stack = orders();
  const update = (type: string, id: string, after: PropertyMap) => {
    const { inputs } = stack.resources.find((each) => each.id === id) ?? { inputs: {} };
    const changedNames = new Set(Object.keys(after));
    adapter(type).update?.(
      id,
      { before: inputs, after: { ...inputs, ...after }, changed: changedNames },
      stack.data.adapterAws(EAST),
    );
    return adapter(type).read(id, stack.data.adapterAws(EAST), inputs);
  };
  expect(
    update('aws:rds/cluster:Cluster', 'orders-us-east-1', {
      backupRetentionPeriod: 14,
      deletionProtection: true,
      enabledCloudwatchLogsExports: ['postgresql'],
      masterPassword: 'planted-secret-10',
      tags: { owner: 'data' },
    }),
  ).toMatchObject({
    backupRetentionPeriod: 14,
    deletionProtection: true,
    enabledCloudwatchLogsExports: ['postgresql'],
    tags: { owner: 'data' },
  });
  expect(
    update('aws:rds/clusterInstance:ClusterInstance', 'orders-us-east-1-a', {
      instanceClass: 'db.r6g.xlarge',
      applyImmediately: true,
    }),
  ).toMatchObject({ instanceClass: 'db.r6g.xlarge' });
  expect(update('aws:rds/globalCluster:GlobalCluster', 'orders', { deletionProtection: true })).toMatchObject({
    deletionProtection: true,
  });
});

test('master passwords are in no record of the world, in no encoding', () => {
  const stack = orders();
  const dump = JSON.stringify(stack.data.world.dump());
  for (const encoding of ['utf8', 'base64', 'hex'] as const) {
    expect(dump).not.toContain(Buffer.from(PASSWORD).toString(encoding).replace(/=+$/, ''));
  }
});
