import type { Scenario } from 'evenkeel/runbook';

export const scenario: Scenario = {
  name: 'still-used',
  title: 'Clients are still at work',
  about:
    'Light traffic, once a minute, that nobody told the operator of. It shows that a retirement does not begin while the system has ' +
    'clients, and that it changes nothing before it knows.',
  load: { cohorts: 2, writesPerSecond: 2, everySeconds: 60 },
  calmSeconds: 3600,
  tailSeconds: 0,
  faults: [],
};
