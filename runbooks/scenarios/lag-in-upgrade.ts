import type { Scenario } from 'evenkeel/runbook';
import { scenario as newerVersion } from './newer-version.ts';

export const scenario: Scenario = {
  ...newerVersion,
  name: 'lag-in-upgrade',
  title: 'The copies fall behind once the first site has the new version',
  about: 'Two minutes behind for ten: the site that writes is upgraded only after they have caught up.',
  faults: [
    { kind: 'replication-lag', where: 'others', on: 'upgrade-ended', atSeconds: 0, forSeconds: 600, lagSeconds: 120 },
  ],
};
