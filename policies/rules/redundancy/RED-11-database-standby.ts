import { requires, rule } from 'evenkeel/policy';

const INSTANCE = 'aws:rds/instance:Instance';

export const red11 = rule({
  id: 'RED-11',
  title: 'A database instance has a standby in another zone',
  why: 'Without a standby, the loss of the zone or of the machine is an outage for as long as a restore takes.',
  remedy: 'Set `multiAz`.',
  severity: 'high',
  types: [INSTANCE],
  decidedAt: 'preview',
  cannotSee: ['members of clusters, which are of another type (RED-12)'],
  parameters: {},
  appliesTo: (database) => database.to('replicateSourceDb', INSTANCE) === undefined || 'is a read replica',
  check: requires('multiAz', true, { default: false }),
});
