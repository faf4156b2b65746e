import type { Scenario } from 'evenkeel/runbook';
import { scenario as newerImage } from './newer-image.ts';

export const scenario: Scenario = {
  ...newerImage,
  name: 'region-loss-in-refresh',
  title: 'The first region to be upgraded is lost for an hour while its instances are replaced',
  about:
    'Nothing of the region can be read or changed until it is back; then AWS goes on with what it had begun, and the run takes it back.',
  faults: [{ kind: 'region-loss', where: 'others', atSeconds: 900, forSeconds: 3600 }],
};
