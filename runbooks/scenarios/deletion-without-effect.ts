import type { Scenario } from 'evenkeel/runbook';

const DAY_SECONDS = 86_400;

export const scenario: Scenario = {
  name: 'deletion-without-effect',
  title: 'AWS answers the deletion of the tables and deletes nothing',
  about:
    'DeleteTable is answered as a success in every region, from the twenty-first day on for three days, and the tables stay. ' +
    'It shows that an answer is not believed: what is still there is found by looking.',
  load: { cohorts: 0, writesPerSecond: 0 },
  calmSeconds: 0,
  tailSeconds: 0,
  faults: [
    {
      kind: 'call-without-effect',
      where: 'all',
      operation: 'dynamodb.DeleteTable',
      atSeconds: 21 * DAY_SECONDS,
      forSeconds: 3 * DAY_SECONDS,
    },
  ],
};
