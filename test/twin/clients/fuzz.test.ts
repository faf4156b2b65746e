import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { wrongWith } from '../../../scripts/fuzz/answer.ts';
import { type Corpus, makeCorpus } from '../../../scripts/fuzz/corpus.ts';
import { brokenInvariants } from '../../../scripts/fuzz/invariants.ts';
import { fuzz } from '../../../scripts/fuzz/run.ts';
import { openStore } from '../../../src/twin/store.ts';
import { World } from '../../../src/twin/world.ts';
import { root } from '../../support/cli.ts';

/** `node scripts/dev.ts fuzz` sends a hundred thousand. */
const REQUESTS = 1_500;
const corpus = await makeCorpus(root);

test('changed and broken requests leave the server up and the world consistent, and get answers that are AWS’s', async () => {
  const { problems, statuses, succeeded } = await fuzz(corpus, REQUESTS, 1);
  expect(problems).toEqual([]);
  // it would prove nothing if all of them were refused
  expect(statuses['200']).toBeGreaterThan(REQUESTS / 5);
  expect(succeeded.size).toBeGreaterThan(80);
  expect(statuses['400']).toBeGreaterThan(REQUESTS / 5);
});

test('the same seed sends the same requests', async () => {
  const first = await fuzz(corpus, 60, 2);
  expect((await fuzz(corpus, 60, 2)).statuses).toEqual(first.statuses);
});

test('the world where orders is up keeps every invariant, and a store gives it back', () => {
  const world = worldOf(corpus);
  expect(brokenInvariants(world)).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-fuzz-'));
  const key = new Uint8Array(32);
  const store = openStore(folder, key, corpus.snapshot);
  store.world.transact(() => {
    for (const { table, key: place, record } of corpus.snapshot.records) store.world.table(table).put(place, record);
  });
  store.close();
  const again = openStore(folder, key, corpus.snapshot);
  expect(again.world.dump().records).toEqual(corpus.snapshot.records);
  expect(brokenInvariants(again.world)).toEqual([]);
  again.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['a subnet whose VPC is gone', 'ec2.vpc', undefined, 'ec2.subnet'],
  ['an instance of a group that is gone', 'ec2.instance', undefined, 'autoscaling.group'],
  ['a cluster without its subnet group', 'rds.subnet-group', undefined, 'rds.cluster'],
  ['a listener whose balancer is gone', 'elbv2.load-balancer', undefined, 'elbv2.listener'],
  ['a record set without its zone', 'route53.zone', undefined, 'route53.record'],
  ['two writers', 'rds.instance', (record: object) => ({ ...record, isWriter: true }), '2 writers'],
  [
    'a value that no store keeps',
    'ec2.vpc',
    (record: object) => ({ ...record, cidrBlock: Number.NaN }),
    'not a JSON value',
  ],
  [
    'another region',
    'ec2.vpc',
    (record: object) => ({ ...record, region: 'eu-west-1' }),
    'says that it is in eu-west-1',
  ],
  ['a group below its least', 'autoscaling.group', (record: object) => ({ ...record, desired: 0 }), 'wants 0'],
] as const)('an invariant finds %s', (_, table, change, told) => {
  const world = worldOf(corpus);
  world.transact(() => {
    for (const [key, record] of world.table<object>(table).entries()) {
      if (change) world.table(table).put(key, change(record));
      else world.table(table).delete(key);
    }
  });
  expect(brokenInvariants(world).join('\n')).toContain(told);
});

test.each([
  [500, 'text/xml', '<a><Code>InternalFailure</Code></a>', 'status 500'],
  [302, 'text/xml', '', 'status 302'],
  [400, 'text/xml', '<a><Code>X</Code>', 'cannot be read'],
  [400, 'text/xml', '<a/>', 'without a code'],
  [400, 'application/x-amz-json-1.0', '{}', 'without a code'],
  [400, 'application/x-amz-json-1.1', '{', 'cannot be read'],
  [200, 'text/html', '', 'cannot be read'],
])('an answer %i %s %j is none of AWS’s: %s', (status, type, body, told) => {
  const headers = { 'content-type': type, 'x-amzn-requestid': 'r' };
  expect(wrongWith({ status, headers, body: Buffer.from(body) }, 'POST')).toContain(told);
});

function worldOf({ snapshot }: Corpus): World {
  const world = new World(snapshot);
  world.load(snapshot);
  return world;
}
