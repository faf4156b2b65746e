import type { Scenario } from 'evenkeel/runbook';
import { scenario as newerImage } from './newer-image.ts';

export const scenario: Scenario = {
  ...newerImage,
  name: 'bad-image',
  title: 'A newer image that never turns healthy',
  about:
    'No instance of the newer image passes a health check, at any site: the first site stands still at its first instance.',
  faults: [{ kind: 'bad-image', effect: 'unhealthy', where: 'all', atSeconds: 0, forSeconds: 48 * 3600 }],
};
