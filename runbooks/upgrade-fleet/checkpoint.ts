import { readAlarm, readRequests, runsOwnTest, type Seen, type Step, type StepIo, takes, uses } from 'evenkeel/runbook';
import type { UpgradeInput, UpgradeSite } from './input.ts';
import {
  checkpointsOf,
  isAllNew,
  ONE_ROUND,
  ownRefresh,
  pauseSeconds,
  progressReads,
  WATCH_SECONDS,
  waits,
} from './replacing.ts';

/** How many of the clients' requests must be answered well. */
const GOOD_SHARE = 0.99;
const ROUND_TIMEOUT_SECONDS = 1500;
const OBSERVES = { undo: { none: 'it only observes' } };

/** A share of new instances: reached, watched while it serves, and tested by the team. */
export function checkpoint(site: UpgradeSite, input: UpgradeInput, share: number): Omit<Step, 'after'>[] {
  const { site: name, region, balancer, alarms } = site;
  // AWS goes on only when the delay of the checkpoint before is over
  const delay = share === checkpointsOf(site)[0] ? 0 : pauseSeconds(input.verify);
  // at the site itself: the public name leads to the one that writes
  const test = runsOwnTest(input, balancer.dnsName);
  return [
    {
      ...OBSERVES,
      key: `${name}-reach-${share}`,
      title: `${share} % of ${name} is new and healthy`,
      operations: progressReads(region),
      expected: takes(
        ...ONE_ROUND,
        waits('rest of the delay before', Math.max(0, delay - WATCH_SECONDS - test.expected.p50)),
      ),
      timeoutSeconds: delay + ROUND_TIMEOUT_SECONDS,
      confirm: { everySeconds: 15, until: (io) => isReached(io, site, share) },
    },
    {
      ...OBSERVES,
      key: `${name}-watch-${share}`,
      title: `Clients and alarms are content with it for ${WATCH_SECONDS} s`,
      operations: [
        ...progressReads(region),
        ...uses(region, 'cloudwatch.GetMetricData'),
        ...alarms.flatMap((alarm) => uses(alarm.region, 'cloudwatch.DescribeAlarms')),
      ],
      expected: takes(waits('watch', WATCH_SECONDS)),
      timeoutSeconds: WATCH_SECONDS + 600,
      hold: { forSeconds: WATCH_SECONDS, everySeconds: 15, watch: (io) => isServing(io, site, share) },
    },
    {
      ...OBSERVES,
      ...test,
      key: `${name}-verify-${share}`,
      title: `The team's own test of ${name} passes`,
    },
  ];
}

async function isReached(io: StepIo, site: UpgradeSite, share: number): Promise<Seen> {
  const refresh = await ownRefresh(io, site);
  if (!refresh) {
    const { holds, detail } = await isAllNew(io, site);
    return { holds, detail: `${holds ? 'nothing to replace' : 'no refresh of this run yet'}: ${detail}` };
  }
  const { status, percentage, reason, isRolledBack } = refresh;
  const ruledOut = isRolledBack || status === 'Failed' || status.startsWith('Cancel');
  return { holds: !ruledOut && percentage >= share, ruledOut, detail: `${status} ${percentage} % ${reason}`.trim() };
}

async function isServing(io: StepIo, site: UpgradeSite, share: number): Promise<Seen> {
  const { region, balancer, alarms } = site;
  const { requests, errors } = await readRequests(io, region, balancer.arn, io.nowMs() - WATCH_SECONDS * 1000);
  const loud: string[] = [];
  for (const alarm of alarms) if ((await readAlarm(io, alarm.region, alarm.name)) === 'ALARM') loud.push(alarm.name);
  const { ruledOut, detail } = await isReached(io, site, share);
  const asked = requests === 0 ? 'no client asks this site' : `${errors} of ${requests} requests failed`;
  return {
    holds: loud.length === 0 && errors <= (1 - GOOD_SHARE) * requests && ruledOut !== true,
    detail: `${asked} in ${WATCH_SECONDS} s; alarms: ${loud.join(', ') || 'none'}; ${detail}`,
  };
}
