import type { Scenario } from 'evenkeel/runbook';

const DAY_SECONDS = 86_400;

export const scenario: Scenario = {
  name: 'late-client',
  title: 'Somebody asks for the system after everybody was thought to have gone',
  about:
    'A job that nobody thought of asks DNS for the system’s name once an hour, from the sixteenth day on. ' +
    'It shows that such a one is heard while the system is silent; one that asks less often than the silence lasts is not.',
  load: { cohorts: 0, writesPerSecond: 0 },
  calmSeconds: 0,
  tailSeconds: 0,
  faults: [
    {
      kind: 'late-client',
      where: 'all',
      asks: 'dns',
      everySeconds: 3600,
      atSeconds: 15 * DAY_SECONDS,
      forSeconds: 30 * DAY_SECONDS,
    },
  ],
};
