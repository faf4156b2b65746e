import {
  declared,
  defineRunbook,
  FLAG_SEEN_IN_DNS,
  isFlagOn,
  newestMetric,
  readAlarm,
  readCluster,
  readFleet,
  readGlobalDatabase,
  readHealthyTargets,
  readRdsEvents,
  runsOwnTest,
  type Step,
  setFlag,
  sitesAnswered,
  takes,
  uses,
} from 'evenkeel/runbook';
import { type FailoverInput, observe, observes } from './dr-failover/input.ts';

/**
 * Unplanned loss of the site that writes: one of the others takes over, with the loss of what had not been replicated. Every call
 * goes to the survivor's region; nothing of the lost one, and no control plane homed there, is needed.
 */
export const runbook = defineRunbook<FailoverInput>({
  name: 'dr-failover',
  title: 'Fail over to a surviving site, accepting loss',
  defaultScenario: 'region-loss',
  observes,
  observe,
  plan: (input) => [
    detect(input),
    acceptLoss(input),
    veto(input),
    capacity(input),
    database(input),
    fencing(input),
    claim(input),
    verify(input),
  ],
  leaves: ({ survivor, lost }) => ({ writer: survivor.site, lost: lost.site }),
});

/** A lag seen longer ago than this says too little to accept a loss by. */
const APPROVAL_EXPIRES_SECONDS = 3600;

function detect({ host, survivor }: FailoverInput): Step {
  return {
    key: 'detect',
    title: `${host} does not answer, seen from ${survivor.site}`,
    after: [],
    operations: uses(survivor.region, 'cloudwatch.DescribeAlarms'),
    expected: takes('gate.alarm'),
    timeoutSeconds: 900,
    confirm: {
      everySeconds: 10,
      until: async (io) => {
        const name = survivor.alarms.serviceUnreachable;
        const state = await readAlarm(io, survivor.region, name);
        return { holds: state === 'ALARM', detail: `alarm ${name} is ${state}` };
      },
    },
    undo: { none: 'it only observes' },
  };
}

function acceptLoss(input: FailoverInput): Step {
  const { lost, survivor, lagMs, writesPerSecond, decisionSeconds } = input;
  const lag = lagMs ? `${seconds(lagMs.value)} s at ${lagMs.at}` : 'unknown: never seen';
  const rate = writesPerSecond
    ? `${writesPerSecond.value.toFixed(1)} writes/s at ${writesPerSecond.at}`
    : 'unknown: never seen';
  return {
    key: 'accept-loss',
    title: `Accept the loss of what ${lost.site} had not replicated to ${survivor.site}`,
    after: ['detect'],
    operations: [],
    expected: takes(declared('decision', decisionSeconds)),
    timeoutSeconds: 60,
    approval: {
      question: `Give up ${lost.site} (${lost.region}) and let ${survivor.site} (${survivor.region}) write, losing what it does not have?`,
      shows: [
        { what: `lag of ${survivor.site}, last seen`, value: lag, mark: lagMs ? 'observed' : 'unknown' },
        { what: `writes of ${lost.site}, last known`, value: rate, mark: writesPerSecond ? 'observed' : 'unknown' },
        { what: 'writes that may be lost', value: lossText(input), mark: 'estimated' },
        ...vetoWarning(input),
        ...versionWarning(input),
      ],
      expiresSeconds: APPROVAL_EXPIRES_SECONDS,
    },
    undo: { none: 'what is lost is lost; until the database step has begun the run can be aborted' },
  };
}

/** Coming back is never automatic: what the last failover left must have been taken away before the next one can end well. */
function vetoWarning({ lost, survivor, vetoedSince }: FailoverInput) {
  if (vetoedSince === null) return [];
  const value = `on since ${vetoedSince} unless somebody lifted it; while ${lost.site} is lost nobody can, and DNS will not answer ${survivor.site}`;
  return [{ what: `veto of ${lost.site} against ${survivor.site}`, value, mark: 'from the journal' }];
}

function versionWarning({ unequalVersions }: FailoverInput) {
  if (unequalVersions === null) return [];
  const { survivor, global } = unequalVersions;
  const value = `${survivor}, the global database ${global}: where minor versions differ AWS refuses a failover, and only detaching is left (docs/guides/upgrade-a-database.md)`;
  return [{ what: 'version of the survivor', value, mark: 'observed' }];
}

function veto({ host, lost, survivor }: FailoverInput): Step {
  const flag = `veto#${lost.gate.site}` as const;
  return {
    key: `veto-${lost.site}`,
    title: `${survivor.site} vetoes ${lost.site}: DNS stops answering it and does not return to it by itself`,
    after: ['accept-loss'],
    operations: [
      ...uses(survivor.region, 'dynamodb.GetItem', 'dynamodb.PutItem', 'cloudwatch.GetMetricData'),
      ...uses('global', 'dns.Query'),
    ],
    expected: takes(...FLAG_SEEN_IN_DNS),
    timeoutSeconds: 300,
    check: async (io) => flagSeen(await isFlagOn(io, survivor, flag), flag),
    act: setFlag(survivor, flag, true),
    confirm: {
      everySeconds: 2,
      until: async (io) => {
        const heard = await newestMetric(io, {
          region: survivor.region,
          namespace: survivor.gate.namespace,
          name: 'Veto',
          dimensions: { Site: survivor.gate.site, Against: lost.gate.site },
          statistic: 'Maximum',
          withinSeconds: 120,
        });
        const { sites } = await sitesAnswered(io, host, [lost]);
        const isHeard = (heard?.value ?? 0) >= 1;
        const says = `veto ${isHeard ? 'heard' : 'not heard yet'}, DNS ${sites.length === 0 ? 'does not answer' : 'still answers'} ${lost.site}`;
        return { holds: isHeard && sites.length === 0, detail: says };
      },
    },
    undo: { act: setFlag(survivor, flag, false) },
  };
}

function capacity({ survivor, serving, desiredBefore }: FailoverInput): Step {
  const { region, fleet, balancer } = survivor;
  const resize = (DesiredCapacity: number) =>
    ({
      name: 'autoscaling.SetDesiredCapacity',
      region,
      input: { AutoScalingGroupName: fleet.group, DesiredCapacity, HonorCooldown: false },
    }) as const;
  return {
    key: 'capacity',
    title: `${survivor.site} grows from ${desiredBefore} to ${serving} instances in service`,
    after: ['accept-loss'],
    operations: uses(
      region,
      'autoscaling.DescribeAutoScalingGroups',
      'autoscaling.SetDesiredCapacity',
      'elbv2.DescribeTargetHealth',
    ),
    expected: takes('autoscaling.react', 'ec2.launch', 'ec2.application-start', 'elbv2.target-healthy'),
    timeoutSeconds: 1800,
    check: async (io) => {
      const { desired } = await readFleet(io, region, fleet.group);
      return { holds: desired >= serving, detail: `${desired} of ${serving} desired` };
    },
    act: resize(serving),
    confirm: {
      everySeconds: 5,
      until: async (io) => {
        const { inService } = await readFleet(io, region, fleet.group);
        const healthy = await readHealthyTargets(io, region, balancer.targetGroupArn);
        return {
          holds: inService >= serving && healthy >= serving,
          detail: `${inService} in service, ${healthy} healthy, of ${serving}`,
        };
      },
    },
    undo: { act: resize(desiredBefore) },
  };
}

function database({ globalClusterId, lost, survivor }: FailoverInput): Step {
  const { region, cluster } = survivor;
  return {
    key: 'database',
    title: `The database of ${survivor.site} becomes the writer, data loss allowed`,
    after: [`veto-${lost.site}`],
    operations: uses(region, 'rds.DescribeGlobalClusters', 'rds.FailoverGlobalCluster', 'rds.DescribeDBClusters'),
    expected: takes('rds.global-failover'),
    timeoutSeconds: 2400,
    check: async (io) => {
      const { writerArn, moving } = await readGlobalDatabase(io, region, globalClusterId);
      const holds = writerArn === cluster.arn || moving?.toArn === cluster.arn;
      return { holds, detail: moving ? `moving: ${moving.status}` : `writer is ${writerArn}` };
    },
    act: {
      name: 'rds.FailoverGlobalCluster',
      region,
      input: {
        GlobalClusterIdentifier: globalClusterId,
        TargetDbClusterIdentifier: cluster.arn,
        // without it the same call is a switchover, which waits for the lost region
        AllowDataLoss: true,
      },
    },
    confirm: {
      everySeconds: 5,
      until: async (io) => {
        const { writerArn, moving } = await readGlobalDatabase(io, region, globalClusterId);
        const { status } = await readCluster(io, region, cluster.id);
        return {
          holds: writerArn === cluster.arn && moving === undefined && status === 'available',
          detail: `writer is ${writerArn}, ${moving ? `moving: ${moving.status}` : 'settled'}, cluster ${status}`,
        };
      },
    },
    undo: { none: 'the way back is a switchover, once the lost site has been rebuilt as a standby' },
  };
}

function fencing({ lost, survivor }: FailoverInput): Step {
  return {
    key: 'fencing',
    title: `Whether Aurora could block writes at ${lost.site}; the run does not wait for it`,
    after: ['database'],
    operations: uses(survivor.region, 'rds.DescribeEvents'),
    expected: takes('rds.fencing'),
    timeoutSeconds: 120,
    confirm: {
      everySeconds: 10,
      informs: true,
      until: async (io) => {
        const events = await readRdsEvents(io, survivor.region);
        const about = events.filter(({ values }) => values['region'] === lost.region);
        const done = about.some(({ id }) => id === 'RDS-EVENT-0390');
        if (done) return { holds: true, detail: `RDS-EVENT-0390: writes at ${lost.site} are blocked` };
        const timedOut = about.some(({ id }) => id === 'RDS-EVENT-0391');
        if (timedOut) return { holds: true, detail: `RDS-EVENT-0391: ${lost.site} may still take writes` };
        return { holds: false, detail: 'neither RDS-EVENT-0390 nor 0391 seen' };
      },
    },
    undo: { none: 'it only observes' },
  };
}

function claim({ host, lost, survivor }: FailoverInput): Step {
  return {
    key: 'claim',
    title: `${survivor.site} claims: DNS answers it`,
    after: ['database', 'capacity'],
    operations: [...uses(survivor.region, 'dynamodb.GetItem', 'dynamodb.PutItem'), ...uses('global', 'dns.Query')],
    expected: takes(...FLAG_SEEN_IN_DNS),
    timeoutSeconds: 300,
    check: async (io) => flagSeen(await isFlagOn(io, survivor, 'claim'), 'claim'),
    act: setFlag(survivor, 'claim', true),
    confirm: {
      everySeconds: 2,
      until: async (io) => {
        const { sites, answersElse } = await sitesAnswered(io, host, [lost, survivor]);
        const says = [...sites, ...(answersElse ? ['another address'] : [])].join(', ') || 'nothing';
        return {
          holds: !answersElse && sites.length === 1 && sites[0] === survivor.site,
          detail: `DNS answers ${says}`,
        };
      },
    },
    undo: { act: setFlag(survivor, 'claim', false) },
  };
}

function verify(input: FailoverInput): Step {
  return {
    ...runsOwnTest(input, input.host),
    key: 'verify',
    title: `The team's own test of ${input.host} passes`,
    after: ['claim'],
    undo: { none: 'it only observes' },
  };
}

function flagSeen(isOn: boolean, flag: string) {
  return { holds: isOn, detail: `${flag} is ${isOn ? 'on' : 'off'}` };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function lossText({ lagMs, writesPerSecond }: FailoverInput): string {
  if (!lagMs || !writesPerSecond) return 'unknown';
  return `about ${Math.ceil((lagMs.value / 1000) * writesPerSecond.value)} (lag × rate; the true number is known only afterwards)`;
}
