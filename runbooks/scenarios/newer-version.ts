import type { Scenario } from 'evenkeel/runbook';

export const scenario: Scenario = {
  name: 'newer-version',
  title: 'The system file asks for the next minor version of the database',
  about:
    'Nothing is broken. The sites are upgraded one after the other, and the clients of the one that writes wait while its engine restarts.',
  load: { cohorts: 12, writesPerSecond: 240 },
  calmSeconds: 180,
  tailSeconds: 180,
  change: { databaseVersion: 'newer' },
  faults: [],
};
