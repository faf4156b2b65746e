import { requires, rule, together } from 'evenkeel/policy';

export const red15 = rule({
  id: 'RED-15',
  title: 'A search domain has three data nodes over its zones, and three masters of their own',
  why: 'Two masters cannot agree when one of them is lost, and nodes that ignore zones lose both copies of a shard together.',
  remedy: 'Set `instanceCount` to three or more, `zoneAwarenessEnabled`, and three dedicated masters.',
  severity: 'medium',
  types: ['aws:opensearch/domain:Domain'],
  decidedAt: 'preview',
  cannotSee: ['how many replicas the indices have'],
  parameters: {
    nodes: { default: 3, means: 'the fewest data nodes' },
    masters: { default: 3, means: 'the fewest dedicated masters' },
  },
  check: together(
    requires('clusterConfig.instanceCount', ({ nodes }) => ({ atLeast: nodes }), { default: 1 }),
    requires('clusterConfig.zoneAwarenessEnabled', true, { default: false }),
    requires('clusterConfig.dedicatedMasterEnabled', true, { default: false }),
    requires('clusterConfig.dedicatedMasterCount', ({ masters }) => ({ atLeast: masters }), { default: 0 }),
  ),
});
