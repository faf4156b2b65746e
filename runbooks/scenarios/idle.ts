import type { Scenario } from 'evenkeel/runbook';

export const scenario: Scenario = {
  name: 'idle',
  title: 'Nobody uses the system any more',
  about: 'No client is at work, before and after. What is shown is the procedure itself, day by day.',
  load: { cohorts: 0, writesPerSecond: 0 },
  calmSeconds: 0,
  tailSeconds: 0,
  faults: [],
};
