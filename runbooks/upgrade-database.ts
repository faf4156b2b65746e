import {
  act,
  answered,
  declared,
  defineRunbook,
  inSequence,
  readCluster,
  runsOwnTest,
  type Step,
  takes,
  uses,
} from 'evenkeel/runbook';
import { type Member, observe, observes, type UpgradeInput } from './upgrade-database/input.ts';
import {
  behind,
  everywhere,
  paritySeen,
  readySeen,
  settledSeen,
  sitesOf,
  snapshotSeen,
  upgradeSeen,
  watchersOf,
} from './upgrade-database/seen.ts';
import { EQUAL_AGAIN, UPGRADE, WATCH, waysOn, windowApproval } from './upgrade-database/words.ts';

/**
 * A minor version for every site's cluster, one after the other: those that do not write first, the one that writes last
 * (docs/adr/0015). From the first to the last the versions differ, and the database can neither fail over nor switch over.
 */
export const runbook = defineRunbook<UpgradeInput>({
  name: 'upgrade-database',
  title: 'Upgrade the global database to another minor version',
  defaultScenario: 'newer-version',
  judgedBy: 'change',
  observes,
  observe,
  plan: (input) => [
    acceptWindow(input),
    snapshot(input),
    ready(input),
    ...inSequence(behind(input), (member, after) => [upgrade(input, member, after), settled(input, member)]),
    parity(input),
    verify(input),
  ],
  leaves: ({ writer }) => ({ writer: writer.site.site }),
});

function acceptWindow(input: UpgradeInput): Step {
  return {
    key: 'accept-window',
    title: 'Accept a time in which the database can neither fail over nor switch over',
    after: [],
    operations: [],
    expected: takes(declared('decision', input.decisionSeconds)),
    timeoutSeconds: 60,
    approval: windowApproval(
      input,
      behind(input).map(({ site }) => site),
    ),
    undo: { none: 'until the first cluster is upgraded the run can be aborted' },
  };
}

function snapshot({ writer: { site }, to, asOf }: UpgradeInput): Step {
  const { region, cluster } = site;
  // 63 characters at most
  const id = `before-${to}-${asOf}-${cluster.id}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63);
  return {
    key: 'snapshot',
    title: `A snapshot of the database at ${site.site}, to be kept`,
    after: ['accept-window'],
    operations: uses(region, 'rds.DescribeDBClusterSnapshots', 'rds.CreateDBClusterSnapshot'),
    expected: takes('rds.snapshot'),
    timeoutSeconds: 3600,
    check: (io) => snapshotSeen(io, site, id),
    act: act('rds.CreateDBClusterSnapshot', region, {
      DBClusterIdentifier: cluster.id,
      DBClusterSnapshotIdentifier: id,
    }),
    confirm: {
      everySeconds: 15,
      until: async (io) => {
        const { done, detail } = await snapshotSeen(io, site, id);
        return { holds: done, detail };
      },
    },
    undo: { none: 'it stays, and costs its storage, until somebody deletes it by name' },
  };
}

/** The approval and the snapshot took their time: what was looked at before is looked at again. */
function ready(input: UpgradeInput): Step {
  return {
    key: 'ready',
    title: 'Every site is available and every copy in step, now',
    after: ['snapshot'],
    operations: everywhere(
      sitesOf(input),
      'rds.DescribeDBClusters',
      'rds.DescribeDBInstances',
      'cloudwatch.GetMetricData',
    ),
    expected: takes(),
    timeoutSeconds: 900,
    confirm: { everySeconds: 30, until: (io) => readySeen(io, input) },
    undo: { none: 'it only observes' },
  };
}

function upgrade(input: UpgradeInput, { site, version }: Member, after: readonly string[]): Step {
  const { region, cluster } = site;
  const { to, writer } = input;
  return {
    key: `upgrade-${site.site}`,
    title: `${site.site}${site === writer.site ? ', which writes,' : ''} is upgraded from ${version} to ${to}`,
    after: after.length > 0 ? after : ['ready'],
    operations: [
      ...uses(region, 'rds.DescribeDBClusters', 'rds.DescribeDBInstances', 'rds.DescribeEvents', 'rds.ModifyDBCluster'),
      ...everywhere(watchersOf(input), 'cloudwatch.DescribeAlarms', 'cloudwatch.GetMetricData'),
    ],
    asksOnce: true,
    expected: UPGRADE,
    timeoutSeconds: 5400,
    ...(behind(input)[0]?.site === site && { noReturn: waysOn(input) }),
    check: async (io) => {
      const runs = await answered(() => readCluster(io, region, cluster.id));
      if (!runs.answered) return { holds: false, detail: `${site.site} does not answer` };
      const { status, version: now } = runs.value;
      return { holds: now === to || status === 'upgrading', detail: `${site.site} is ${status} and runs ${now}` };
    },
    act: act('rds.ModifyDBCluster', region, {
      DBClusterIdentifier: cluster.id,
      EngineVersion: to,
      ApplyImmediately: true,
    }),
    confirm: { everySeconds: 15, until: (io) => upgradeSeen(io, input, site) },
    undo: { none: waysOn(input) },
  };
}

/** Clients do well and replication is in step: only then comes the next cluster. */
function settled(input: UpgradeInput, { site }: Member): Step {
  const left = behind(input).at(-1)?.site === site ? EQUAL_AGAIN : waysOn(input);
  return {
    key: `settled-${site.site}`,
    title: `After ${site.site}: clients are served, and every copy is in step`,
    after: [`upgrade-${site.site}`],
    operations: everywhere(watchersOf(input), 'cloudwatch.DescribeAlarms', 'cloudwatch.GetMetricData'),
    expected: takes(WATCH),
    timeoutSeconds: 1800,
    hold: { forSeconds: WATCH.p50, everySeconds: WATCH.p50 },
    confirm: { everySeconds: 15, until: (io) => settledSeen(io, input, left) },
    undo: { none: 'it only observes' },
  };
}

function parity(input: UpgradeInput): Step {
  return {
    key: 'parity',
    title: `Every site runs ${input.to} with one patch: the database can fail over again`,
    after: behind(input)
      .slice(-1)
      .map(({ site }) => `settled-${site.site}`),
    operations: everywhere(
      sitesOf(input),
      'rds.DescribeDBClusters',
      'rds.DescribeGlobalClusters',
      'rds.DescribePendingMaintenanceActions',
    ),
    expected: takes(),
    timeoutSeconds: 900,
    confirm: { everySeconds: 15, until: (io) => paritySeen(io, input) },
    undo: { none: 'it only observes' },
  };
}

function verify(input: UpgradeInput): Step {
  return {
    ...runsOwnTest(input, input.host),
    key: 'verify',
    title: `The team's own test of ${input.host} passes`,
    after: ['parity'],
    undo: { none: 'it only observes' },
  };
}
