import {
  type Act,
  act,
  declared,
  type Fate,
  type Inventory,
  type Step,
  type StepIo,
  takes,
  uses,
} from 'evenkeel/runbook';
import { keyArnOf, RETENTION_VAULT, retainedPoint, writerOf } from './final-backup.ts';
import { found } from './found.ts';
import { DAY_SECONDS, type RetirementInput } from './input.ts';
import { IAM_REGION, retentionRoleArn } from './retention-role.ts';
import { snapshotsOf } from './snapshots.ts';
import { vaultOf } from './vaults.ts';

const HOURS = 3600;

/** AWS's tagging lists what is gone for some hours more: a day is longer. */
const TAGGING_FORGETS_DAYS = 1;

/** What is left after the stacks: leftovers are deleted or named, clocks run out, and what stays is what was declared. */
export function survivors(input: RetirementInput, after: string): Step[] {
  const { regions } = input.inventory;
  return [
    ...keptKeys(input, after),
    ...regions.map((region) => leftovers(input, region, after)),
    ...regions.map((region) => gone(input, region)),
    retained(input),
    clocks(input),
    ...regions.map((region) => ended(input, region)),
  ];
}

/** A final snapshot that is kept is worth nothing without the key that it is encrypted with, which the stacks wanted to go. */
function keptKeys(input: RetirementInput, after: string): Step[] {
  return keysKept(input).map(
    ({ arn, region }): Step => ({
      key: `keep-key-${region}`,
      title: `The key of the final snapshot in ${region} stays`,
      after: [after],
      operations: uses(region, 'kms.DescribeKey', 'kms.CancelKeyDeletion', 'kms.EnableKey'),
      expected: takes('kms.visible'),
      timeoutSeconds: 2 * HOURS,
      sweep: {
        everySeconds: 30,
        find: async (io) => {
          const { KeyMetadata } = await io.call('kms.DescribeKey', region, { KeyId: arn });
          if (KeyMetadata?.Enabled) return [];
          const isGoing = KeyMetadata?.KeyState === 'PendingDeletion';
          const next = isGoing ? 'kms.CancelKeyDeletion' : 'kms.EnableKey';
          return [{ ...act(next, region, { KeyId: arn }), about: arn }];
        },
      },
      undo: { none: 'the key stays for a snapshot that was declared to survive' },
    }),
  );
}

function keysKept({ inventory, retirement }: RetirementInput): { arn: string; region: string }[] {
  if (retirement.finalSnapshots !== 'keep') return [];
  const named = inventory.finalSnapshots.flatMap(({ keyArn }) => keyArn ?? []);
  return inventory.keys.filter(({ arn }) => named.includes(arn));
}

/**
 * Snapshots of the system's clusters outlive them: what no stack holds is deleted, or stays because the system file says so. Those of an
 * earlier cluster of the same name are named and stay. Tables that are
 * there still, because their deletion was answered and not done, are deleted again.
 */
function leftovers(input: RetirementInput, region: string, after: string): Step {
  const { inventory, retirement } = input;
  const clusters = input.topology.sites.filter((site) => site.region === region).map(({ cluster }) => cluster.id);
  const finals = inventory.finalSnapshots.filter((one) => one.region === region).map(({ id }) => id);
  const kept = retirement.finalSnapshots === 'keep' ? finals : [];
  const of = { clusters, resourceIds: input.clusterResourceIds };
  // with what is found on the way: a process that was killed here forgets those made since the run began, and they are gone all the same
  const known = new Set([...finals, ...input.snapshots.filter((one) => one.region === region).map(({ id }) => id)]);
  return {
    key: `leftovers-${region}`,
    title: `No snapshot and no table of ${region} is left${kept.length > 0 ? ` but ${kept.join(', ')}` : ''}`,
    after: [after],
    operations: [
      ...uses(region, 'rds.DescribeDBClusterSnapshots', 'rds.DeleteDBClusterSnapshot'),
      ...uses(region, 'dynamodb.DescribeTable', 'dynamodb.DeleteTable'),
    ],
    expected: takes('rds.delete'),
    timeoutSeconds: 6 * HOURS,
    sweep: {
      everySeconds: 60,
      find: async (io) => {
        const { own } = await snapshotsOf(io, region, of);
        for (const id of own) known.add(id);
        const acts: Act[] = own
          .filter((id) => !kept.includes(id))
          .map((id) => ({
            ...act('rds.DeleteDBClusterSnapshot', region, { DBClusterSnapshotIdentifier: id }),
            about: id,
          }));
        for (const { id } of inventory.stores.filter((one) => one.kind === 'table' && one.region === region)) {
          if ((await ANSWER_OF.table(io, region, id)) === 'gone') continue;
          acts.push({ ...act('dynamodb.DeleteTable', region, { TableName: id }), about: id });
        }
        return acts;
      },
    },
    confirm: {
      everySeconds: 60,
      until: async (io) => {
        const { own, earlier } = await snapshotsOf(io, region, of);
        const fates = [...known].sort().map((id): Fate => {
          const what = { kind: finals.includes(id) ? 'final snapshot' : 'snapshot', id, region };
          if (kept.includes(id)) return { ...what, fate: 'survives', why: 'retirement.finalSnapshots says keep' };
          return { ...what, fate: 'destroyed', category: 'clear', technique: 'deletion' };
        });
        const why = 'of an earlier cluster of the same name: nobody has decided about it';
        const others = earlier.map((id): Fate => ({ kind: 'snapshot', id, region, fate: 'left', why }));
        return {
          holds: own.every((id) => kept.includes(id)),
          detail: [...own, ...earlier].join(', ') || 'no snapshot',
          fates: [...fates, ...others],
        };
      },
    },
    undo: { none: 'what is deleted is gone; the final backup remains' },
  };
}

/** A deletion is believed when a describe shows it. */
function gone(input: RetirementInput, region: string): Step {
  return {
    key: `gone-${region}`,
    title: `No describe of ${region} shows what the stacks held`,
    after: [`leftovers-${region}`, ...keysKept(input).map((key) => `keep-key-${key.region}`)],
    operations: readsOf(region),
    expected: takes('kms.visible'),
    timeoutSeconds: 6 * HOURS,
    confirm: {
      everySeconds: 300,
      until: async (io) => {
        const { left, fates } = await look(io, input, region);
        return { holds: left.length === 0, detail: left.join(', ') || 'nothing that holds data', fates };
      },
    },
    undo: { none: 'it only observes' },
  };
}

function readsOf(region: string) {
  return uses(
    region,
    'autoscaling.DescribeAutoScalingGroups',
    'backup.ListBackupVaults',
    'dynamodb.DescribeTable',
    'kms.DescribeKey',
    'rds.DescribeDBClusters',
    'secretsmanager.DescribeSecret',
  );
}

/** What of the region is still there and should not be, and what became of everything that held data. */
async function look(io: StepIo, input: RetirementInput, region: string) {
  const { inventory } = input;
  const kept = keysKept(input).map(({ arn }) => arn);
  const left: string[] = [];
  const fates: Fate[] = [];
  const keys = new Map<string, 'gone' | 'pending'>();
  for (const { id, arn } of inventory.keys.filter((one) => one.region === region)) {
    const { KeyMetadata } = (await found(() => io.call('kms.DescribeKey', region, { KeyId: id }))) ?? {};
    const what = { kind: 'key', id: arn, region };
    if (kept.includes(arn)) {
      if (!KeyMetadata?.Enabled) left.push(`key ${id}, which was to stay, is ${KeyMetadata?.KeyState ?? 'gone'}`);
      fates.push({ ...what, fate: 'survives', why: 'a final snapshot that is kept is encrypted with it' });
    } else if (KeyMetadata === undefined) {
      keys.set(arn, 'gone');
      fates.push({ ...what, fate: 'destroyed', category: 'purge', technique: 'key destruction' });
    } else if (KeyMetadata.DeletionDate !== undefined) {
      keys.set(arn, 'pending');
      fates.push({ ...what, fate: 'pending', dueAt: KeyMetadata.DeletionDate.toISOString() });
    } else left.push(`key ${id}`);
  }
  for (const store of inventory.stores.filter((one) => one.region === region)) {
    const { kind, id, keyArn } = store;
    const seen = await ANSWER_OF[kind](io, region, id);
    if (seen === 'there') left.push(`${kind} ${id}`);
    const what = { kind, id, region };
    if (seen !== 'there' && seen !== 'gone') fates.push({ ...what, fate: 'pending', dueAt: seen });
    if (seen === 'gone' && keyArn !== undefined && keys.get(keyArn) === 'gone')
      fates.push({ ...what, fate: 'destroyed', category: 'purge', technique: 'cryptographic erase', keyArn });
    else if (seen === 'gone') fates.push({ ...what, fate: 'destroyed', category: 'clear', technique: 'deletion' });
  }
  for (const { name } of inventory.logGroups.filter((one) => one.region === region)) {
    const why = 'nothing here can see or delete log groups: aws logs delete-log-group';
    fates.push({ kind: 'log group', id: name, region, fate: 'left', why });
  }
  return { left, fates };
}

type Answer = 'there' | 'gone' | (string & {});
type Kind = Inventory['stores'][number]['kind'];

const ANSWER_OF: Readonly<Record<Kind, (io: StepIo, region: string, id: string) => Promise<Answer>>> = {
  database: async (io, region, id) =>
    (await found(() => io.call('rds.DescribeDBClusters', region, { DBClusterIdentifier: id }))) ? 'there' : 'gone',
  table: async (io, region, id) =>
    (await found(() => io.call('dynamodb.DescribeTable', region, { TableName: id }))) ? 'there' : 'gone',
  vault: async (io, region, id) => ((await vaultOf(io, region, id)) ? 'there' : 'gone'),
  secret: async (io, region, id) => {
    const secret = await found(() => io.call('secretsmanager.DescribeSecret', region, { SecretId: id }));
    return secret === undefined ? 'gone' : (secret.DeletedDate?.toISOString() ?? 'there');
  },
  volumes: async (io, region, id) => {
    const wanted = { AutoScalingGroupNames: [id] };
    const { AutoScalingGroups = [] } = await io.call('autoscaling.DescribeAutoScalingGroups', region, wanted);
    return AutoScalingGroups.length === 0 ? 'gone' : 'there';
  },
};

/** Until the last key and the last secret can be restored no more. */
function clocks({ inventory }: RetirementInput): Step {
  const longest = Math.max(
    TAGGING_FORGETS_DAYS,
    ...[...inventory.keys, ...inventory.secrets].map((one) => one.windowDays),
  );
  const forSeconds = (longest + TAGGING_FORGETS_DAYS) * DAY_SECONDS;
  return {
    key: 'clocks',
    title: `The waiting times of keys and secrets run out, ${longest} days at most`,
    // a retention may be shorter than the waits: the final backup is looked at before them
    after: ['retained'],
    operations: [],
    expected: takes(declared('the longest waiting time', forSeconds)),
    timeoutSeconds: forSeconds + DAY_SECONDS,
    hold: { forSeconds, everySeconds: DAY_SECONDS },
    undo: { none: 'what is deleted is gone; the final backup remains' },
  };
}

/** What tagging lists and a describe still shows is what was declared to survive; anything else is named. */
function ended(input: RetirementInput, region: string): Step {
  const { tags } = input.inventory;
  return {
    key: `ended-${region}`,
    title: `${region} holds nothing of ${input.system} but what was declared to survive`,
    after: ['clocks'],
    operations: [
      ...readsOf(region),
      ...uses(region, 'resourcegroupstaggingapi.GetResources', 'backup.ListRecoveryPointsByBackupVault'),
    ],
    expected: takes('kms.visible'),
    timeoutSeconds: DAY_SECONDS,
    confirm: {
      everySeconds: HOURS,
      until: async (io) => {
        const { left, fates } = await look(io, input, region);
        const pending = fates.filter(({ fate }) => fate === 'pending').map(({ id }) => id);
        const declared = await declaredIn(io, input, region);
        const strays = (await listedByTag(io, region, tags)).filter(
          (arn) => !declared.some((end) => arn.endsWith(end)),
        );
        const why = 'it carries the tags of the system, no stack held it, and no step of this runbook knows its kind';
        const named = strays.map((id): Fate => ({ kind: 'tagged resource', id, region, fate: 'left', why }));
        const holds = left.length + pending.length === 0;
        return {
          holds,
          detail: [...left, ...pending, ...named.map(({ id }) => id)].join(', ') || 'nothing is left',
          fates: [...fates, ...named],
        };
      },
    },
    undo: { none: 'it only observes' },
  };
}

/** How the ARNs of what was declared to survive end. */
async function declaredIn(io: StepIo, input: RetirementInput, region: string): Promise<string[]> {
  const kept = input.retirement.finalSnapshots === 'keep' ? input.inventory.finalSnapshots : [];
  const point = writerOf(input).region === region ? await retainedPoint(io, input) : undefined;
  return [
    ...kept.map(({ id }) => `:cluster-snapshot:${id}`),
    ...keysKept(input).map(({ arn }) => arn),
    ...(point?.RecoveryPointArn ? [point.RecoveryPointArn] : []),
  ];
}

async function listedByTag(io: StepIo, region: string, tags: Readonly<Record<string, string>>): Promise<string[]> {
  const filters = Object.entries(tags).map(([Key, value]) => ({ Key, Values: [value] }));
  if (filters.length === 0) return [];
  const arns: string[] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await io.call('resourcegroupstaggingapi.GetResources', region, {
      TagFilters: filters,
      ...(PaginationToken && { PaginationToken }),
    });
    arns.push(...(page.ResourceTagMappingList ?? []).map(({ ResourceARN }) => ResourceARN ?? ''));
    PaginationToken = page.PaginationToken || undefined;
  } while (PaginationToken !== undefined);
  return arns.sort();
}

/** The declared survivors: the final backup, its vault, its key and the role that ends it, and what keeps them. */
function retained(input: RetirementInput): Step {
  const { region } = writerOf(input);
  const { retirement, inventory } = input;
  return {
    key: 'retained',
    title: `The final backup is in ${RETENTION_VAULT} still, as long as it was declared`,
    after: inventory.regions.map((one) => `gone-${one}`),
    operations: [
      ...uses(region, 'backup.ListRecoveryPointsByBackupVault', 'kms.DescribeKey'),
      ...uses(region, 'resourcegroupstaggingapi.GetResources'),
      ...uses(IAM_REGION, 'iam.GetRole'),
    ],
    expected: takes('kms.visible'),
    timeoutSeconds: DAY_SECONDS,
    confirm: {
      everySeconds: HOURS,
      until: async (io) => {
        const point = await retainedPoint(io, input);
        const key = await keyArnOf(io, region, point?.EncryptionKeyArn);
        const isUnderIt = key !== undefined && point?.EncryptionKeyArn === key;
        const role = await retentionRoleArn(io);
        const untilAt = point?.CalculatedLifecycle?.DeleteAt?.toISOString();
        const longEnough =
          (point?.CalculatedLifecycle?.DeleteAt?.getTime() ?? 0) >=
          (point?.CreationDate?.getTime() ?? 0) + (retirement.retentionDays - 1) * DAY_SECONDS * 1000;
        const held = retirement.legalHolds.every(({ until }) => untilAt !== undefined && untilAt > until);
        const holds = retirement.legalHolds.map(
          ({ id, reason, until }) => `; legal hold ${id} until ${until}: ${reason}`,
        );
        const id = point?.RecoveryPointArn ?? '';
        return {
          holds: isUnderIt && role !== undefined && longEnough && held,
          detail: `${id || 'no point'} until ${untilAt ?? 'nobody knows'}, under ${point?.EncryptionKeyArn}, key ${key ?? 'gone'}, role ${role ?? 'gone'}`,
          fates: [
            {
              kind: 'recovery point',
              id,
              region,
              fate: 'survives',
              ...(untilAt !== undefined && { untilAt }),
              why: `the last copy of the data, kept ${retirement.retentionDays} days${holds.join('')}`,
            },
            { kind: 'vault', id: RETENTION_VAULT, region, fate: 'survives', why: 'it holds the final backup' },
            {
              kind: 'role',
              id: role ?? '',
              region: 'global',
              fate: 'survives',
              why: 'with it AWS ends the final backup',
            },
            { kind: 'key', id: key ?? '', region, fate: 'survives', why: 'the final backup is encrypted with it' },
          ],
        };
      },
    },
    undo: { none: 'it only observes' },
  };
}
