import type { Scenario } from 'evenkeel/runbook';
import { scenario as newerVersion } from './newer-version.ts';

export const scenario: Scenario = {
  ...newerVersion,
  name: 'upgrade-fails',
  title: 'The upgrade of the site that writes comes to nothing, after the others have the new version',
  about:
    'Its cluster returns to the old version. The versions differ, so the run ends where it stands and says what is left: forward, or a secondary rebuilt.',
  faults: [{ kind: 'upgrade-fails', where: 'writer', atSeconds: 0, forSeconds: 12 * 3600, probability: 1 }],
};
