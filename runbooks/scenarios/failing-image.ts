import type { Scenario } from 'evenkeel/runbook';
import { scenario as newerImage } from './newer-image.ts';

export const scenario: Scenario = {
  ...newerImage,
  name: 'failing-image',
  title: 'A newer image that is healthy and serves errors, at the site that writes',
  about:
    'Every instance of the newer image passes its health checks and answers clients with errors. At the other sites it is in order, so that ' +
    'the fault shows only where clients are: in what they are answered.',
  faults: [{ kind: 'bad-image', effect: 'errors', where: 'writer', atSeconds: 0, forSeconds: 48 * 3600 }],
};
