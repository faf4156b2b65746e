import type { System } from '../system/system.ts';
import { takes } from './expected.ts';
import type { Step } from './step.ts';

/** The team's own test of the service, as the system file gives it. */
export type OwnTest = Pick<System['service'], 'healthPath' | 'verify'>;

/** The most that is expected of a test; its timeout bounds it. Our estimate: nobody knows a team's script. */
const USUAL_SECONDS = 5;

/** Parts of a step that runs it against the service at a name: the public one, or a site's balancer. */
export function runsOwnTest(
  { healthPath, verify: { script, timeoutSeconds } }: OwnTest,
  host: string,
): Pick<Step, 'operations' | 'expected' | 'timeoutSeconds' | 'shell'> {
  const takesSeconds = Math.min(USUAL_SECONDS, timeoutSeconds);
  return {
    operations: [],
    expected: takes({
      figure: 'verify script',
      p50: takesSeconds,
      p99: timeoutSeconds,
      mark: 'estimated',
      source: 'the system file: service.verify.timeout',
    }),
    timeoutSeconds,
    shell: {
      script,
      env: { HEALTH_PATH: healthPath },
      urlVariable: 'SERVICE_URL',
      url: `https://${host}`,
      takesSeconds,
    },
  };
}
