import type { Scenario } from 'evenkeel/runbook';

const HOURS = 3600;

export const scenario: Scenario = {
  name: 'region-loss',
  title: 'The region that writes is lost for six hours',
  about:
    'Everything of the region stops at one instant: endpoints, instances, database, feeders. Everybody else evacuates too, ' +
    'so launches at the surviving sites fail now and then, and write fencing times out as often as not.',
  load: { cohorts: 12, writesPerSecond: 240 },
  calmSeconds: 180,
  tailSeconds: 180,
  faults: [
    { kind: 'region-loss', where: 'writer', atSeconds: 0, forSeconds: 6 * HOURS },
    // 0.3 a launch and 0.5 a fencing: aws-timings 3b and 3h, both estimates
    { kind: 'capacity', where: 'others', atSeconds: 0, forSeconds: 6 * HOURS, probability: 0.3 },
    { kind: 'fencing-timeout', where: 'writer', atSeconds: 0, forSeconds: 6 * HOURS, probability: 0.5 },
  ],
};
