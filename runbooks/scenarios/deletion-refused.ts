import type { Scenario } from 'evenkeel/runbook';

const DAY_SECONDS = 86_400;

export const scenario: Scenario = {
  name: 'deletion-refused',
  title: 'AWS refuses to delete the clusters for ten hours',
  about:
    'DeleteDBCluster is refused with the code of a cluster that is in the wrong state, in every region, from the twenty-first day on. ' +
    'It shows that a refusal is neither taken for a success nor for the end.',
  load: { cohorts: 0, writesPerSecond: 0 },
  calmSeconds: 0,
  tailSeconds: 0,
  faults: [
    {
      kind: 'call-refused',
      where: 'all',
      operation: 'rds.DeleteDBCluster',
      code: 'InvalidDBClusterStateFault',
      atSeconds: 21 * DAY_SECONDS,
      forSeconds: 10 * 3600,
    },
  ],
};
