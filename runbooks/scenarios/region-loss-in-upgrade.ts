import type { Scenario } from 'evenkeel/runbook';
import { scenario as newerVersion } from './newer-version.ts';

export const scenario: Scenario = {
  ...newerVersion,
  name: 'region-loss-in-upgrade',
  title: 'The region that writes is lost while the versions differ',
  about:
    'A minute after the first site has the new version. AWS refuses failover and switchover now: the run ends where it stands and says what is left.',
  faults: [{ kind: 'region-loss', where: 'writer', on: 'upgrade-ended', atSeconds: 60, forSeconds: 6 * 3600 }],
};
