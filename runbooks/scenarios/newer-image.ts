import type { Scenario } from 'evenkeel/runbook';

export const scenario: Scenario = {
  name: 'newer-image',
  title: 'A newer image, in order',
  about:
    'The system file names an image that nobody runs yet. Launches fail now and then for want of capacity, as on any day.',
  change: { image: 'newer' },
  load: { cohorts: 12, writesPerSecond: 240 },
  calmSeconds: 180,
  tailSeconds: 180,
  faults: [],
};
