import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import { type Add, type Added, type CaseVerdict, stackOf } from '../cases/build.ts';
import type { Chance, Oracle } from './build.ts';
import { items, of, ofType, pointing, told } from './plain.ts';

const DATABASE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const WAREHOUSE = 'aws:redshift/cluster:Cluster';
const REPOSITORY = 'aws:ecr/repository:Repository';
const HOST = 'aws:ec2/instance:Instance';
const FLEET = 'aws:autoscaling/group:Group';
const WINDOW = 'aws:ssm/maintenanceWindow:MaintenanceWindow';
const TARGET = 'aws:ssm/maintenanceWindowTarget:MaintenanceWindowTarget';
const TASK = 'aws:ssm/maintenanceWindowTask:MaintenanceWindowTask';
const BASELINE = 'aws:ssm/patchBaseline:PatchBaseline';
const PATCH_GROUP = 'aws:ssm/patchGroup:PatchGroup';

const NIGHTS = ['sun:02:00-sun:03:00', 'sun:03:30-sun:04:30', 'sun:04:00-sun:05:00'];
const WINDOWS = [...NIGHTS, 'wed:12:00-wed:13:00', 'sat:23:30-sun:00:30', undefined];
const BACKUPS = ['00:30-01:30', '02:30-03:30', '05:00-06:00', '12:15-12:45', '23:00-00:15'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export const MAINTENANCE: Oracle = {
  stack: (chance, name) =>
    stackOf({ name }, (add) => {
      databases(chance, add);
      patching(chance, add);
      const scans = chance.oneOf('scans', [true, true, false, undefined]);
      add(REPOSITORY, 'images', {
        imageTagMutability: chance.oneOf('tags', ['IMMUTABLE', 'IMMUTABLE', 'MUTABLE', undefined]),
        ...(scans !== undefined && { imageScanningConfiguration: { scanOnPush: scans } }),
      });
    }),
  judges: {
    /** "Maintenance window explicit, inside the approved calendar, not overlapping the backup window." */
    'MNT-01': { resource: windowed },
    /** "Primary, replica and DR windows do not overlap." */
    'MNT-02': { resource: apart },
    /** "Every EC2/ASG is covered by a patch window target and a baseline (critical ≤7 days)." */
    'MNT-03': { resource: patched },
    /** "`applyImmediately` false in prod; ECR scan-on-push + immutable tags." */
    'MNT-04': {
      resource(one) {
        if (one.type === REPOSITORY) {
          const isScanned = told(one, 'imageScanningConfiguration', 'scanOnPush') === true;
          return isScanned && told(one, 'imageTagMutability') === 'IMMUTABLE' ? 'pass' : 'fail';
        }
        if (one.type !== DATABASE) return undefined;
        if (told(one, 'tags', 'environment') !== 'prod') return 'not-applicable';
        return told(one, 'applyImmediately') === true ? 'fail' : 'pass';
      },
    },
  },
};

function databases(chance: Chance, add: Add): void {
  const windows = (name: string) => chance.oneOf(`${name} window`, WINDOWS);
  const backup = (name: string) => chance.oneOf(`${name} backup`, BACKUPS);
  const instance = (name: string, source?: Added) =>
    add(DATABASE, name, {
      identifier: `orders-${name}`,
      engine: 'postgres',
      backupRetentionPeriod: 7,
      maintenanceWindow: windows(name),
      backupWindow: backup(name),
      replicateSourceDb: source?.ref('identifier'),
      applyImmediately: chance.oneOf(`${name} at once`, [true, false, undefined]),
      tags: { environment: chance.oneOf(`${name} environment`, ['prod', 'prod', 'dev']) },
    });
  const primary = instance('primary');
  for (let index = 0; index < chance.oneOf('replicas', [0, 1, 1, 2]); index++) instance(`replica-${index}`, primary);
  add(CLUSTER, 'cluster', {
    engine: 'aurora-postgresql',
    preferredMaintenanceWindow: windows('cluster'),
    preferredBackupWindow: backup('cluster'),
  });
  add(CACHE, 'cache', {
    maintenanceWindow: windows('cache'),
    snapshotWindow: backup('cache'),
    snapshotRetentionLimit: 7,
  });
  add(WAREHOUSE, 'warehouse', { nodeType: 'ra3.large', preferredMaintenanceWindow: windows('warehouse') });
}

function patching(chance: Chance, add: Add): void {
  const window = add(WINDOW, 'window', {
    schedule: 'cron(0 3 ? * SUN *)',
    duration: 3,
    cutoff: 1,
    enabled: chance.is('window is on', 0.85),
  });
  const groupOf = (name: string) => chance.oneOf(`${name} group`, ['web', 'web', 'batch']);
  const targets = Array.from({ length: chance.oneOf('targets', [1, 0, 1, 2]) }, (_, index) =>
    add(TARGET, `target-${index}`, {
      windowId: window.ref('id'),
      resourceType: 'INSTANCE',
      targets: [{ key: 'tag:Patch Group', values: [groupOf(`target ${index}`)] }],
    }),
  );
  if (chance.is('task', 0.85))
    add(TASK, 'task', {
      windowId: window.ref('id'),
      taskType: 'RUN_COMMAND',
      taskArn: chance.is('task patches', 0.85) ? 'AWS-RunPatchBaseline' : 'AWS-RunShellScript',
      targets: [{ key: 'WindowTargetIds', values: targets.map((target) => target.ref('id')) }],
      taskInvocationParameters: { runCommandParameters: { parameters: [{ name: 'Operation', values: ['Install'] }] } },
    });
  const approveAfterDays = chance.oneOf('approval', [0, 7, 7, 8, 30]);
  const severity = chance.oneOf('severity', ['Critical', 'Critical', 'Low']);
  const baseline = add(BASELINE, 'baseline', {
    operatingSystem: 'AMAZON_LINUX_2023',
    approvalRules: [{ approveAfterDays, patchFilters: [{ key: 'SEVERITY', values: [severity] }] }],
  });
  add(PATCH_GROUP, 'group', { baselineId: baseline.ref('id'), patchGroup: 'web' });
  add(HOST, 'host', { instanceType: 'm7g.large', tags: { 'Patch Group': groupOf('host') } });
  add(HOST, 'bare', { instanceType: 'm7g.large', tags: { Name: 'bare' } });
  const propagateAtLaunch = chance.is('fleet propagates', 0.8);
  add(FLEET, 'fleet', { tags: [{ key: 'Patch Group', value: groupOf('fleet'), propagateAtLaunch }] });
}

/** Minutes of the week in which a window of it is open. */
function minutesOfWeek(window: string): ReadonlySet<number> {
  const [begin = '', end = ''] = window.split('-');
  const at = (text: string) => {
    const [day = '', hour, minute] = text.split(':');
    return DAYS.indexOf(day) * 1440 + Number(hour) * 60 + Number(minute);
  };
  const minutes = new Set<number>();
  for (let minute = at(begin); minute !== at(end); minute = (minute + 1) % 10_080) minutes.add(minute);
  return minutes;
}

/** Minutes of the week in which a window of every day is open. */
function minutesOfDays(window: string): ReadonlySet<number> {
  const [begin = '', end = ''] = window.split('-');
  const at = (text: string) => Number(text.split(':')[0]) * 60 + Number(text.split(':')[1]);
  const minutes = new Set<number>();
  for (let day = 0; day < 7; day++)
    for (let minute = at(begin); minute !== at(end); minute = (minute + 1) % 1440)
      minutes.add((day * 1440 + (minute < at(begin) ? 1440 : 0) + minute) % 10_080);
  return minutes;
}

const meet = (one: ReadonlySet<number>, other: ReadonlySet<number>) => [...one].some((minute) => other.has(minute));

function windowOf(one: CheckpointResource): string | undefined {
  return (told(one, 'maintenanceWindow') ?? told(one, 'preferredMaintenanceWindow')) as string | undefined;
}

function windowed(one: CheckpointResource): CaseVerdict | undefined {
  if (![DATABASE, CLUSTER, CACHE, WAREHOUSE].includes(one.type)) return undefined;
  const window = windowOf(one);
  if (window === undefined || window.startsWith('wed')) return 'fail';
  const backup = told(one, 'backupWindow') ?? told(one, 'preferredBackupWindow') ?? told(one, 'snapshotWindow');
  if (backup !== undefined && meet(minutesOfWeek(window), minutesOfDays(String(backup)))) return 'fail';
  return NIGHTS.includes(window) ? 'pass' : undefined;
}

function apart(one: CheckpointResource, all: readonly CheckpointResource[]): CaseVerdict | undefined {
  if (one.type === CLUSTER) return 'not-applicable';
  if (one.type !== DATABASE) return undefined;
  const source = told(one, 'replicateSourceDb') ?? told(one, 'identifier');
  const others = ofType(all, DATABASE).filter(
    (other) => other !== one && (told(other, 'identifier') === source || told(other, 'replicateSourceDb') === source),
  );
  if (others.length === 0) return 'not-applicable';
  const window = windowOf(one);
  const theirs = others.map(windowOf);
  const isMet = theirs.some((other) => other && window && meet(minutesOfWeek(window), minutesOfWeek(other)));
  if (isMet) return 'fail';
  return window === undefined || theirs.includes(undefined) ? 'unknown' : 'pass';
}

function patched(one: CheckpointResource, all: readonly CheckpointResource[]): CaseVerdict | undefined {
  if (one.type !== HOST && one.type !== FLEET) return undefined;
  const propagated = items(one, 'tags').find((tag) => of(tag, 'propagateAtLaunch') === true);
  const group = one.type === HOST ? told(one, 'tags', 'Patch Group') : of(propagated ?? null, 'value');
  if (group === undefined) return 'fail';
  const isOn = ofType(all, WINDOW).some((window) => told(window, 'enabled') === true);
  const isPatching = ofType(all, TASK).some((task) => told(task, 'taskArn') === 'AWS-RunPatchBaseline');
  const isTarget = ofType(all, TARGET).some((target) =>
    items(target, 'targets').some((part) => [of(part, 'values')].flat().includes(group as string)),
  );
  if (!isOn || !isPatching || !isTarget) return 'fail';
  // whether the default baseline of AWS does for a group that none is given to, the sentence leaves open
  if (pointing(all, PATCH_GROUP, 'patchGroup', group).length === 0) return undefined;
  const isInTime = ofType(all, BASELINE).some((baseline) =>
    items(baseline, 'approvalRules').some((rule) => {
      const isCritical = JSON.stringify(rule).includes('Critical');
      return isCritical && Number(of(rule, 'approveAfterDays')) <= 7;
    }),
  );
  return isInTime ? 'pass' : 'fail';
}
