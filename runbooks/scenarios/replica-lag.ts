import type { Scenario } from 'evenkeel/runbook';
import { scenario as newerVersion } from './newer-version.ts';

export const scenario: Scenario = {
  ...newerVersion,
  name: 'replica-lag',
  title: 'The copies are two minutes behind when the upgrade is asked for',
  about: 'More than the system may lose: the runbook refuses before anything is done.',
  faults: [{ kind: 'replication-lag', where: 'others', atSeconds: -300, forSeconds: 3600, lagSeconds: 120 }],
  calmSeconds: 420,
};
