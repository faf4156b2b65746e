import { RULES } from '../../../../policies/rules/index.ts';
import { fail, pass, type Rule, rule } from '../../../../src/policy/index.ts';
import type { PackDefinition } from '../../../../src/policy/pack/index.ts';

const texts = { title: 'planted', why: 'planted', remedy: 'Take it away.', severity: 'high', cannotSee: [] } as const;
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';

const throws = rule({
  ...texts,
  id: 'AAA-01',
  types: [BALANCER],
  decidedAt: 'preview',
  parameters: {},
  check() {
    throw new Error('a bug of the rule');
  },
});

const readsUnknown = rule({
  ...texts,
  id: 'AAA-02',
  types: [BALANCER],
  decidedAt: 'preview',
  parameters: {},
  check: (balancer) => (balancer.text('arn') === '' ? fail('has no ARN') : pass()),
});

export const planted: PackDefinition = {
  name: 'planted',
  description: 'The rule of RED-01 between one that throws and one that reads what no preview knows.',
  rules: [throws, readsUnknown, ...RULES.filter(({ id }) => id === 'RED-01')] satisfies readonly Rule[],
};
