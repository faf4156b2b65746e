import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../../src/graph/node.ts';
import { UNKNOWN } from '../../src/lib/property.ts';
import { graphWith, resource, urnOf } from '../support/checkpoint.ts';

const SUBNET = 'aws:ec2/subnet:Subnet';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const CLUSTER = 'aws:rds/cluster:Cluster';
const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';

const subnets = ['a', 'b', 'c'].map((name) => resource(SUBNET, name, { inputs: {} }));
const edges = (...names: string[]) => names.map((name) => urnOf(SUBNET, name));

function referencesOf(parts: Record<string, unknown>, path = 'subnets') {
  const graph = graphWith(...subnets, resource(BALANCER, 'web', parts));
  const [balancer] = graph.byType(BALANCER);
  return (balancer?.references(path, SUBNET) ?? []).map(
    ({ node, text, certain }) => `${node?.name ?? text ?? '?'}${certain ? '' : ' perhaps'}`,
  );
}

describe('what a property refers to', () => {
  it('is each element of a list by the program’s edges, where they leave no choice', () => {
    expect(
      referencesOf({ inputs: { subnets: [UNKNOWN, UNKNOWN] }, propertyDependencies: { subnets: edges('a', 'b') } }),
    ).toEqual(['a', 'b']);
  });

  it('is an open place more for each element that no edge explains', () => {
    expect(
      referencesOf({ inputs: { subnets: [UNKNOWN, UNKNOWN] }, propertyDependencies: { subnets: edges('a') } }),
    ).toEqual(['a', '?']);
    expect(referencesOf({ inputs: { subnets: [UNKNOWN] } })).toEqual(['?']);
  });

  it('is only perhaps one of several edges for one element, and for a list of unknown length', () => {
    expect(
      referencesOf({ inputs: { subnets: [UNKNOWN] }, propertyDependencies: { subnets: edges('a', 'b') } }),
    ).toEqual(['a perhaps', 'b perhaps']);
    expect(referencesOf({ inputs: { subnets: UNKNOWN }, propertyDependencies: { subnets: edges('a', 'c') } })).toEqual([
      'a perhaps',
      'c perhaps',
    ]);
    expect(referencesOf({ inputs: { subnets: UNKNOWN }, propertyDependencies: { subnets: edges('a') } })).toEqual([
      'a',
    ]);
    expect(referencesOf({ inputs: { subnets: UNKNOWN } })).toEqual(['? perhaps']);
  });

  it('keeps an id that is in no checkpoint', () => {
    expect(referencesOf({ inputs: { subnets: ['subnet-0'] } })).toEqual(['subnet-0']);
  });

  it('steps through lists of parts, and takes what AWS answered where the program said nothing', () => {
    const subnetMappings = [{ subnetId: UNKNOWN, allocationId: UNKNOWN }, { subnetId: 'subnet-0' }];
    const parts = { inputs: { subnetMappings }, propertyDependencies: { subnetMappings: edges('b') } };
    expect(referencesOf(parts, 'subnetMappings.subnetId')).toEqual(['subnet-0', 'b']);
    expect(referencesOf({ ...parts, outputs: { subnets: UNKNOWN } })).toEqual([]);
    expect(referencesOf({ ...parts, outputs: { subnets: ['subnet-1'] } })).toEqual(['subnet-1']);
  });

  it('leads into the stack that a reference names, where it has one resource of the type', () => {
    const reference = resource('pulumi:pulumi:StackReference', 'base', {
      stack: 'site',
      id: 'base',
      inputs: { name: 'organization/shop/base' },
    });
    const member = resource(MEMBER, 'one', {
      stack: 'site',
      inputs: { clusterIdentifier: UNKNOWN },
      propertyDependencies: { clusterIdentifier: [urnOf('pulumi:pulumi:StackReference', 'base', 'site')] },
    });
    const found = (...clusters: string[]) => {
      const all = clusters.map((name) => resource(CLUSTER, name, { stack: 'base' }));
      const [node] = graphWith(...all, reference, member).byType(MEMBER);
      return node?.references('clusterIdentifier', CLUSTER).map(({ node: to, certain }) => [to?.name, certain]);
    };
    expect(found('db')).toEqual([['db', true]]);
    expect(found('db', 'other')).toEqual([
      ['db', false],
      ['other', false],
    ]);
  });

  it('is found from the other end, by id, by edge, and by the name that both were given', () => {
    const cluster = resource(CLUSTER, 'db', { id: 'shop-db', inputs: { clusterIdentifier: 'shop-db' } });
    const next = resource(CLUSTER, 'next', { inputs: { clusterIdentifier: 'shop-next' } });
    const graph = graphWith(
      cluster,
      next,
      resource(MEMBER, 'by-id', { id: 'm1', inputs: { clusterIdentifier: 'shop-db' } }),
      resource(MEMBER, 'by-edge', {
        inputs: { clusterIdentifier: UNKNOWN },
        propertyDependencies: { clusterIdentifier: [urnOf(CLUSTER, 'next')] },
      }),
      resource(MEMBER, 'by-name', { inputs: { clusterIdentifier: 'shop-next' } }),
      resource(MEMBER, 'astray', { inputs: { clusterIdentifier: UNKNOWN } }),
    );
    const members = (node: GraphNode | undefined) =>
      node?.referrers(MEMBER, 'clusterIdentifier').map(({ node: from, certain }) => [from.name, certain]);
    expect(members(graph.byType(CLUSTER)[0])).toEqual([
      ['by-id', true],
      ['astray', false],
    ]);
    expect(members(graph.byType(CLUSTER)[1])).toEqual([
      ['by-edge', true],
      ['by-name', true],
      ['astray', false],
    ]);
  });

  it('is found by its own name where an id is another: two replicas of one source are not each other’s', () => {
    const DATABASE = 'aws:rds/instance:Instance';
    const replica = (name: string) =>
      resource(DATABASE, name, { id: `db-${name}`, inputs: { replicateSourceDb: 'orders' } });
    const graph = graphWith(
      resource(DATABASE, 'primary', { id: 'db-PRIMARY', inputs: { identifier: 'orders' } }),
      replica('one'),
      replica('two'),
    );
    const [primary, one] = graph.byType(DATABASE);
    expect(one?.references('replicateSourceDb', DATABASE).map(({ node }) => node?.name)).toEqual(['primary']);
    expect(primary?.referrers(DATABASE, 'replicateSourceDb').map(({ node }) => node.name)).toEqual(['one', 'two']);
  });
});

describe('a name that the program tells before the resource has an id', () => {
  it('is the resource of that name among the program’s edges, and no other', () => {
    const bucket = 'aws:s3/bucket:Bucket';
    const trail = 'aws:cloudtrail/trail:Trail';
    const graph = graphWith(
      resource(bucket, 'logs', { inputs: { bucket: 'orders-logs' } }),
      resource(bucket, 'data', { inputs: { bucket: 'orders-data' } }),
      resource(trail, 'trail', {
        inputs: { s3BucketName: 'orders-logs' },
        propertyDependencies: { s3BucketName: [urnOf(bucket, 'data'), urnOf(bucket, 'logs')] },
      }),
    );
    const [found, ...others] = graph.byType(trail)[0]?.references('s3BucketName', bucket) ?? [];
    expect([found?.node?.name, found?.certain, others.length]).toEqual(['logs', true, 0]);
  });
});
