import type { Scenario } from 'evenkeel/runbook';
import { scenario as newerImage } from './newer-image.ts';

export const scenario: Scenario = {
  ...newerImage,
  name: 'bad-image-at-writer',
  title: 'A newer image that never turns healthy at the site that writes',
  about:
    'The other sites have finished by then: they are taken back by a second refresh, since AWS rolls back only what is active.',
  faults: [{ kind: 'bad-image', effect: 'unhealthy', where: 'writer', atSeconds: 0, forSeconds: 48 * 3600 }],
};
