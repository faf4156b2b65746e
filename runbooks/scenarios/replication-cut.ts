import type { Scenario } from 'evenkeel/runbook';
import { scenario as regionLoss } from './region-loss.ts';

export const scenario: Scenario = {
  ...regionLoss,
  name: 'replication-cut',
  title: 'Replication stops 90 seconds before the region that writes is lost',
  about:
    'The writes of the last 90 seconds are acknowledged and never leave the region: the worst loss that the replication alarm is there for.',
  faults: [{ kind: 'replication-cut', where: 'writer', atSeconds: -90, forSeconds: 6 * 3600 }, ...regionLoss.faults],
};
