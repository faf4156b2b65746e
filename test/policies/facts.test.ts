import { describe, expect, it } from 'vitest';
import { counterpartsOf } from '../../policies/facts/counterparts.ts';
import { isClassAtLeast } from '../../policies/facts/database-class.ts';
import { ingressOf } from '../../policies/facts/ingress.ts';
import { isTier1 } from '../../policies/facts/tier.ts';
import { Resource } from '../../src/policy/index.ts';
import { scopeOf } from '../../src/policy/scope.ts';
import { graphWith, resource, urnOf } from '../support/checkpoint.ts';

const INSTANCE = 'aws:rds/instance:Instance';
const BUCKET = 'aws:s3/bucket:Bucket';
const TABLE = 'aws:dynamodb/table:Table';
const tags = { service: 'shop', environment: 'prod' };

describe('what rules know of AWS', () => {
  it('compares database classes by processors and memory, and not those that it does not know', () => {
    const answers = [
      ['db.r6g.large', 'db.r6g.large'],
      ['db.r7g.xlarge', 'db.r6g.large'],
      ['db.r6g.large', 'db.r6g.xlarge'],
      ['db.m6g.xlarge', 'db.r6g.large'],
      ['db.m6g.large', 'db.r6g.large'],
      ['db.t4g.medium', 'db.m6g.large'],
      ['db.m6g.large', 'db.t4g.medium'],
      ['db.r6g.16xlarge', 'db.r6g.8xlarge'],
      ['db.serverless', 'db.r6g.large'],
      ['db.x2iedn.xlarge', 'db.x2g.large'],
      ['db.serverless', 'db.serverless'],
    ].map(([found = '', wanted = '']) => isClassAtLeast(found, wanted));
    expect(answers).toEqual([true, true, false, true, false, false, true, true, undefined, undefined, true]);
  });

  it('reads the tier from the forms that people write', () => {
    const tier = (value: string) => {
      const [node] = graphWith(resource(TABLE, 't', { id: 't', inputs: { tags: { tier: value } } })).byType(TABLE);
      return node && isTier1(new Resource(node));
    };
    expect(['1', 'tier-1', 'Tier 1', 'T1', ' 1 '].map(tier)).toEqual(Array(5).fill(true));
    expect(['2', '11', 'gold', '', 'tier-10'].map(tier)).toEqual(Array(5).fill(false));
  });

  it('finds a counterpart under the same name, whatever the name says of its site', () => {
    const found = (own: string, there: string, region = 'us-west-2') => {
      const graph = graphWith(
        resource(TABLE, own, { id: own, inputs: { tags } }),
        resource(TABLE, there, { stack: 'other', region, id: there, inputs: { tags } }),
      );
      const [node] = graph.byType(TABLE);
      return node && counterpartsOf(new Resource(node), scopeOf(undefined, graph)).map(({ name }) => name);
    };
    expect(found('carts', 'carts')).toEqual(['carts']);
    expect(found('carts-use1', 'carts-usw2')).toEqual(['carts-usw2']);
    expect(found('carts-us-east-1', 'carts-us-west-2')).toEqual(['carts-us-west-2']);
    expect(found('carts-primary', 'carts-standby')).toEqual(['carts-standby']);
    expect(found('carts', 'apse2-carts', 'ap-southeast-2')).toEqual(['apse2-carts']);
    expect(found('carts', 'carts', 'us-east-1')).toEqual([]);
    expect(found('carts', 'orders')).toEqual([]);
  });

  it('finds one that is bound to it under any name: a replica, a replication', () => {
    const graph = graphWith(
      resource(INSTANCE, 'db', { id: 'db', inputs: { tags }, outputs: { arn: 'arn:aws:rds:us-east-1:1:db:db' } }),
      resource(INSTANCE, 'copy', {
        region: 'eu-west-1',
        id: 'copy',
        inputs: { tags, replicateSourceDb: 'arn:aws:rds:us-east-1:1:db:db' },
      }),
      resource(BUCKET, 'docs', { id: 'docs', inputs: { tags }, outputs: { arn: 'arn:aws:s3:::docs' } }),
      resource(BUCKET, 'archive', {
        region: 'eu-west-1',
        id: 'archive',
        inputs: { tags },
        outputs: { arn: 'arn:aws:s3:::archive' },
      }),
      resource('aws:s3/bucketReplicationConfig:BucketReplicationConfig', 'r', {
        id: 'docs',
        inputs: { bucket: 'docs', rules: [{ destination: { bucket: 'arn:aws:s3:::archive' } }] },
      }),
    );
    const estate = scopeOf(undefined, graph);
    const of = (type: string) =>
      graph.byType(type).map((node) => counterpartsOf(new Resource(node), estate).map(({ name }) => name));
    expect(of(INSTANCE)).toEqual([['copy'], ['db']]);
    expect(of(BUCKET)).toEqual([['archive'], ['docs']]);
  });

  it('reads what a prefix list of the checkpoints lets in, its separate entries included', () => {
    const LIST = 'aws:ec2/managedPrefixList:ManagedPrefixList';
    const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
    const entry = resource('aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry', 'e', {
      id: 'pl-2,::/0',
      inputs: { cidr: '::/0', prefixListId: 'pl-2' },
    });
    const group = (name: string, list: string) =>
      resource(GROUP, name, {
        id: name,
        inputs: { ingress: [{ protocol: 'tcp', fromPort: 22, toPort: 22, prefixListIds: [list] }] },
      });
    const graph = graphWith(
      resource(LIST, 'inside', { id: 'pl-1', inputs: { entries: [{ cidr: '10.0.0.0/8' }] } }),
      resource(LIST, 'world', { id: 'pl-2', inputs: { entries: [{ cidr: '10.0.0.0/8' }] } }),
      entry,
      group('a', 'pl-1'),
      group('b', 'pl-2'),
      group('c', 'pl-3'),
    );
    const [a, b, c] = graph.byType(GROUP).map((node) => ingressOf(new Resource(node))[0]);
    expect([a?.anywhere(), b?.anywhere()]).toEqual([undefined, '::/0']);
    expect(() => c?.anywhere()).toThrow('pl-3: is in none of the checkpoints');
  });

  it('does not take a rule that is perhaps attached to a group for the group’s', () => {
    const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
    const RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';
    const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
    const rule = resource(RULE, 'r', {
      inputs: { type: 'ingress', protocol: '-1', cidrBlocks: ['0.0.0.0/0'], securityGroupId: UNKNOWN },
      propertyDependencies: { securityGroupId: [urnOf(GROUP, 'a'), urnOf(GROUP, 'b')] },
    });
    const graph = graphWith(resource(GROUP, 'a'), resource(GROUP, 'b'), rule);
    const certain = graph.byType(GROUP).map((node) => ingressOf(new Resource(node)).map(({ isCertain }) => isCertain));
    expect(certain).toEqual([[false], [false]]);
  });
});
