import { describe, expect, it } from 'vitest';
import * as facts from '../../policies/facts/bucket.ts';
import { isAbout, isPublic, statementsOf } from '../../policies/facts/policy-document.ts';
import { UNKNOWN } from '../../src/lib/property.ts';
import { Resource } from '../../src/policy/index.ts';
import { graphWith, resource, urnOf } from '../support/checkpoint.ts';

const { BUCKET } = facts;

function bucketWith(inputs: Record<string, unknown>, ...others: Record<string, unknown>[]): Resource {
  const graph = graphWith(resource(BUCKET, 'data', { id: 'data', inputs }), ...others);
  const node = graph.byType(BUCKET).find(({ name }) => name === 'data');
  if (node === undefined) throw new Error('no bucket');
  return new Resource(node);
}
const companion = (type: string, name: string, inputs: Record<string, unknown>) =>
  resource(type, name, { id: name, inputs: { bucket: 'data', ...inputs } });

describe('a bucket with its companions', () => {
  it('is versioned by a resource of its own, or inside itself, with no, one and two partners', () => {
    const separate = (name: string, status: string) =>
      companion(facts.VERSIONING, name, { versioningConfiguration: { status } });
    expect(facts.isVersioned(bucketWith({}))).toBe(false);
    expect(facts.isVersioned(bucketWith({ versioning: { enabled: true } }))).toBe(true);
    expect(facts.isVersioned(bucketWith({}, separate('a', 'Enabled')))).toBe(true);
    expect(facts.isVersioned(bucketWith({}, separate('a', 'Suspended')))).toBe(false);
    expect(facts.isVersioned(bucketWith({}, separate('a', 'Suspended'), separate('b', 'Enabled')))).toBe(true);
    const open = resource(facts.VERSIONING, 'a', {
      inputs: { bucket: UNKNOWN, versioningConfiguration: { status: 'Enabled' } },
      propertyDependencies: { bucket: [urnOf(BUCKET, 'data'), urnOf(BUCKET, 'other')] },
    });
    const other = resource(BUCKET, 'other', { id: 'other', inputs: {} });
    expect(() => facts.isVersioned(bucketWith({}, open, other))).toThrow('not computed yet');
  });

  it('keeps what AWS fills in apart from what the program writes', () => {
    const filled = resource(BUCKET, 'data', { id: 'data', inputs: {}, outputs: { versioning: { enabled: true } } });
    const [node] = graphWith(filled).byType(BUCKET);
    expect(node && facts.isVersioned(new Resource(node))).toBe(false);
  });

  it('has rules of encryption, lifecycle, replication, retention and logging in both forms', () => {
    const rule = { applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' } };
    const both = bucketWith(
      {
        serverSideEncryptionConfiguration: { rule },
        lifecycleRules: [{ enabled: true, noncurrentVersionExpiration: { days: 30 }, expiration: { days: 9 } }],
        replicationConfiguration: { rules: [{ status: 'Enabled' }] },
        objectLockConfiguration: { rule: { defaultRetention: { mode: 'COMPLIANCE', days: 1 } } },
        logging: { targetBucket: 'logs' },
      },
      companion(facts.ENCRYPTION, 'encryption', { rules: [rule] }),
      companion(facts.LIFECYCLE, 'lifecycle', {
        rules: [{ status: 'Disabled', noncurrentVersionExpiration: { noncurrentDays: 60 } }],
      }),
      companion(facts.BUCKET_REPLICATION, 'replication', { rules: [{ status: 'Disabled' }] }),
      companion(facts.OBJECT_LOCK, 'lock', { rule: { defaultRetention: { mode: 'GOVERNANCE', years: 1 } } }),
      companion(facts.BUCKET_LOGGING, 'logging', { targetBucket: 'logs' }),
    );
    expect(
      facts.encryptionRulesOf(both).map((one) => one.text('applyServerSideEncryptionByDefault.sseAlgorithm')),
    ).toEqual(['aws:kms', 'aws:kms']);
    const lifecycle = facts.lifecycleRulesOf(both);
    expect(lifecycle.map((one) => [one.isEnabled(), one.noncurrentDays(), one.days()])).toEqual([
      [false, 60, undefined],
      [true, 30, 9],
    ]);
    expect(facts.replicationRulesOf(both).map((one) => one.text('status'))).toEqual(['Disabled', 'Enabled']);
    expect(facts.defaultRetentionsOf(both).map((one) => one.text('mode'))).toEqual(['GOVERNANCE', 'COMPLIANCE']);
    expect(facts.loggingOf(both).map((one) => one.text('targetBucket'))).toEqual(['logs', 'logs']);
  });

  it('holds logs where something writes them into it, and is a replica where another replicates into it', () => {
    const trail = resource('aws:cloudtrail/trail:Trail', 'trail', { id: 'trail', inputs: { s3BucketName: 'data' } });
    const source = resource(facts.BUCKET_REPLICATION, 'r', {
      id: 'r',
      inputs: { bucket: 'other', rules: [{ destination: { bucket: 'data' } }] },
    });
    expect([facts.isLogBucket(bucketWith({})), facts.isReplica(bucketWith({}))]).toEqual([false, false]);
    expect([facts.isLogBucket(bucketWith({}, trail)), facts.isReplica(bucketWith({}, source))]).toEqual([true, true]);
  });
});

describe('a policy in JSON', () => {
  const policy = (...statements: unknown[]) => bucketWith({ policy: JSON.stringify({ Statement: statements }) });
  const first = (statement: Record<string, unknown>) => {
    const [one] = statementsOf(policy({ Effect: 'Allow', Principal: '*', Action: 's3:*', ...statement }), 'policy');
    if (one === undefined) throw new Error('no statement');
    return one;
  };

  it('speaks of actions by name, by wildcard, and outside of a NotAction', () => {
    expect(isAbout(first({ Action: ['s3:Get*'] }), 's3:GetObject')).toBe(true);
    expect(isAbout(first({ Action: 'S3:getobject' }), 's3:GetObject')).toBe(true);
    expect(isAbout(first({ Action: 's3:Put*' }), 's3:GetObject')).toBe(false);
    expect(isAbout(first({ Action: undefined, NotAction: 's3:Put*' }), 's3:GetObject')).toBe(true);
  });

  it('is public where everybody is allowed under no condition that names an account, a network or a resource', () => {
    expect(isPublic(first({}))).toBe(true);
    expect(isPublic(first({ Principal: { AWS: '*' } }))).toBe(true);
    expect(isPublic(first({ Effect: 'Deny' }))).toBe(false);
    expect(isPublic(first({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }))).toBe(false);
    const when = (operator: string, key: string, value: string) =>
      first({ Condition: { [operator]: { [key]: value } } });
    expect(isPublic(when('StringEquals', 'AWS:SourceAccount', '111122223333'))).toBe(false);
    expect(isPublic(when('StringNotEquals', 'aws:SourceAccount', '111122223333'))).toBe(true);
    expect(isPublic(when('IpAddress', 'aws:SourceIp', '0.0.0.0/0'))).toBe(true);
    expect(isPublic(when('StringLike', 'aws:SourceArn', '*'))).toBe(true);
    expect(isPublic(when('Bool', 'aws:SecureTransport', 'true'))).toBe(true);
  });

  it('is undecided where it is no JSON, or has no statement', () => {
    expect(() => statementsOf(bucketWith({ policy: '{' }), 'policy')).toThrow('it is no JSON');
    expect(() => statementsOf(bucketWith({ policy: '{}' }), 'policy')).toThrow('it has no statement');
    expect(statementsOf(bucketWith({}), 'policy')).toEqual([]);
  });
});
