import { expect, test } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { readGraph } from '../../src/graph/graph.ts';
import { evaluate } from '../../src/policy/index.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import { stackOf } from './cases/build.ts';

/** What a pack says, which is given one stack: budgets, windows of patching and attachments may stand in another. */
test('what is missing from one stack of perhaps several is not known, and fails where all were given', () => {
  const { name, resources } = stackOf({ name: 'prod' }, (add) => {
    add('aws:ec2/eip:Eip', 'address', { domain: 'vpc' });
    add('aws:ebs/volume:Volume', 'volume', { availabilityZone: 'us-east-1a', type: 'gp3' });
    add('aws:lb/loadBalancer:LoadBalancer', 'balancer', { loadBalancerType: 'application' });
    add('aws:autoscaling/group:Group', 'fleet', { minSize: 2, maxSize: 4 });
    add('aws:ecr/repository:Repository', 'images', { imageTagMutability: 'IMMUTABLE' });
  });
  const graph = readGraph([{ name, checkpoint: { version: 3, deployment: { resources } } }]);
  const rules = RULES.filter(({ id }) => ['MNT-03', 'MNT-04', 'TAG-03', 'TAG-04'].includes(id));
  const said = (isWhole: boolean) =>
    evaluate({ graph, rules, phase: 'deployed', nowMs: JUDGED_AT_MS, isWhole })
      .rows.filter(({ verdict }) => verdict !== 'not-applicable')
      .map(({ control, urn, verdict }) => `${control} ${urn?.split('::').at(-1) ?? 'stack'} ${verdict}`);
  const missing = [
    'MNT-03 fleet',
    'MNT-04 images',
    'TAG-03 stack',
    'TAG-04 volume',
    'TAG-04 address',
    'TAG-04 balancer',
  ];
  expect(said(false)).toEqual(missing.map((row) => `${row} unknown`));
  expect(said(true)).toEqual(missing.map((row) => `${row} fail`));
});
