import type { PropertyMap } from '../lib/property.ts';
import type { StackSpec } from '../system/stacks.ts';
import { isAwsType } from './canonical-type.ts';
import { isIdentifier, mentionsIn } from './dependency-order.ts';
import type { Graph } from './graph.ts';
import type {
  FinalSnapshot,
  Inventory,
  KeyOfSystem,
  OutsideReference,
  StackInventory,
  Store,
  VaultOfSystem,
} from './inventory.ts';
import type { GraphNode } from './node.ts';
import type { Topology } from './topology.ts';

/** What an inventory is made of: the system's own stacks, and the graphs of every other stack of the same backend. */
export interface InventoryOptions {
  /** In the order of `up`. */
  readonly stacks: readonly StackSpec[];
  readonly topology: Topology;
  readonly others: readonly Graph[];
}

/** The inventory of a system. Pure: equal graphs, equal answer. What is of a type that it does not know holds no data that it knows of. */
export function inventoryOf(graph: Graph, { stacks, topology, others }: InventoryOptions): Inventory {
  const own = graph.nodes.filter((node) => node.custom && !node.external && isAwsType(node.type));
  const names = namesOf(own);
  const locks = graph.byType(LOCK).filter(isManaged);
  const declaredLogs = new Set(own.filter(({ type }) => type === LOG_GROUP).map(logKeyOf));
  const zone = graph.byType(ZONE).find(({ id, external }) => id === topology.zone.id && !external);
  return {
    stacks: [...stacks].reverse().map((spec) => stackOf(spec, graph)),
    stores: own.flatMap((node) => storeOf(node)),
    keys: graph.byType(KEY).filter(isManaged).map(keyOf),
    vaults: graph
      .byType(VAULT)
      .filter(isManaged)
      .map((node) => vaultOf(node, locks)),
    secrets: graph
      .byType(SECRET)
      .filter(isManaged)
      .map((node) => ({ ...placeOf(node), id: node.id ?? '', windowDays: numberOf(node, 'recoveryWindowInDays', 30) })),
    backupRoles: Object.fromEntries(
      graph
        .byType('aws:backup/selection:Selection')
        .filter(isManaged)
        .map((node) => [node.region ?? '', node.text('iamRoleArn') ?? '']),
    ),
    finalSnapshots: graph.byType(CLUSTER).filter(isManaged).flatMap(finalSnapshotOf),
    logGroups: own.flatMap(logGroupsOf).filter(({ name, region }) => !declaredLogs.has(`${region} ${name}`)),
    zone: { id: topology.zone.id, name: topology.zone.name, made: zone !== undefined },
    references: others.flatMap(({ nodes }) => nodes.flatMap((node) => referenceOf(node, stacks, names))),
    tags: commonTags(own),
    regions: [...new Set(own.map(({ region }) => region).filter((region) => region !== undefined))].sort(),
  };
}

const ZONE = 'aws:route53/zone:Zone';
const KEY = 'aws:kms/key:Key';
const VAULT = 'aws:backup/vault:Vault';
const LOCK = 'aws:backup/vaultLockConfiguration:VaultLockConfiguration';
const LOG_GROUP = 'aws:cloudwatch/logGroup:LogGroup';
const SECRET = 'aws:secretsmanager/secret:Secret';
const CLUSTER = 'aws:rds/cluster:Cluster';
const REFERENCE = 'pulumi:pulumi:StackReference';

function isManaged({ external }: GraphNode): boolean {
  return !external;
}

function placeOf(node: GraphNode): { stack: string; region: string } {
  return { stack: node.stack, region: node.region ?? '' };
}

function stackOf({ stack, layer, site, region }: StackSpec, { nodes }: Graph): StackInventory {
  const own = nodes.filter((node) => node.stack === stack && node.custom && !node.external && isAwsType(node.type));
  return {
    stack,
    layer,
    ...(site !== undefined && { site }),
    region,
    deletes: own.length,
    protects: own.filter(({ protect }) => protect).map(({ urn }) => urn),
  };
}

function vaultOf(node: GraphNode, locks: readonly GraphNode[]): VaultOfSystem {
  const name = node.id ?? '';
  const lock = locks.find((one) => one.region === node.region && one.text('backupVaultName') === name);
  return {
    ...placeOf(node),
    name,
    arn: node.text('arn') ?? '',
    ...(lock !== undefined && { lock: { minRetentionDays: numberOf(lock, 'minRetentionDays', 0) } }),
  };
}

function logKeyOf(node: GraphNode): string {
  return `${node.region} ${node.text('name')}`;
}

function keyOf(node: GraphNode): KeyOfSystem {
  return {
    ...placeOf(node),
    id: node.id ?? '',
    arn: node.text('arn') ?? '',
    windowDays: numberOf(node, 'deletionWindowInDays', 30),
  };
}

/** How a type keeps data, and by which property it names its key. */
const STORES: Readonly<Record<string, { kind: Store['kind']; key?: string; id?: string }>> = {
  [CLUSTER]: { kind: 'database', key: 'kmsKeyId' },
  'aws:dynamodb/table:Table': { kind: 'table', key: 'serverSideEncryption.kmsKeyArn' },
  [SECRET]: { kind: 'secret', key: 'kmsKeyId' },
  [VAULT]: { kind: 'vault', key: 'kmsKeyArn' },
  // the volumes that its instances start with
  'aws:autoscaling/group:Group': { kind: 'volumes' },
};

function storeOf(node: GraphNode): Store[] {
  const about = STORES[node.type];
  if (about === undefined) return [];
  const keyArn = about.key === undefined ? undefined : node.text(about.key);
  const hasKey = keyArn !== undefined && keyArn !== '' && !keyArn.includes('alias/aws/');
  const store: Store = { kind: about.kind, id: node.id ?? '', ...placeOf(node), ...(hasKey && { keyArn }) };
  return [store, ...copiesOf(node, store)];
}

/** The copies of a secret in other regions, whose ARNs differ in the region alone. */
function copiesOf(node: GraphNode, store: Store): Store[] {
  const replicas = node.type === SECRET ? node.value('replicas') : undefined;
  const list = replicas?.known && Array.isArray(replicas.value) ? (replicas.value as readonly PropertyMap[]) : [];
  return list.map(({ region }) => ({
    kind: store.kind,
    id: store.id.replace(`:${store.region}:`, `:${String(region)}:`),
    stack: store.stack,
    region: String(region),
  }));
}

function finalSnapshotOf(node: GraphNode): FinalSnapshot[] {
  const skips = node.value('skipFinalSnapshot');
  const id = node.text('finalSnapshotIdentifier');
  if (id === undefined || id === '' || (skips.known && skips.value === true)) return [];
  const keyArn = node.text('kmsKeyId');
  return [{ ...placeOf(node), id, clusterId: node.id ?? '', ...(keyArn !== undefined && { keyArn }) }];
}

/** The names that AWS gives them. Source: developer guides of Lambda (CloudWatch logs) and Aurora (exports of logs). */
function logGroupsOf(node: GraphNode): { name: string; region: string }[] {
  const region = node.region ?? '';
  if (node.type === 'aws:lambda/function:Function') return [{ name: `/aws/lambda/${node.id}`, region }];
  if (node.type !== CLUSTER) return [];
  const exported = node.value('enabledCloudwatchLogsExports');
  const kinds = exported.known && Array.isArray(exported.value) ? exported.value : [];
  return kinds.map((kind) => ({ name: `/aws/rds/cluster/${node.id}/${kind}`, region }));
}

/** Ids and ARNs by which others may name what is ours: only those that say something by themselves. */
function namesOf(own: readonly GraphNode[]): ReadonlySet<string> {
  const names = own.flatMap((node) => [node.id ?? '', node.text('arn') ?? '']);
  return new Set(names.filter((name) => isIdentifier(name)));
}

function referenceOf(node: GraphNode, stacks: readonly StackSpec[], names: ReadonlySet<string>): OutsideReference[] {
  if (node.type === REFERENCE) {
    const stack = (node.text('name') ?? node.id ?? '').split('/').at(-1) ?? '';
    return stacks.some((spec) => spec.stack === stack) ? [{ stack: node.stack, by: node.urn, names: stack }] : [];
  }
  const named = [...new Set(mentionsIn(node.inputs))].filter((word) => names.has(word));
  return named.map((name) => ({ stack: node.stack, by: node.urn, names: name }));
}

/** What Evenkeel's own stacks tag by; of others, what all of their tagged resources have in common. */
function commonTags(own: readonly GraphNode[]): Record<string, string> {
  const tagged = own.map(({ tags }) => Object.entries(tags)).filter((tags) => tags.length > 0);
  const common = (tagged[0] ?? []).filter(([key, value]) =>
    tagged.every((tags) => tags.some((tag) => tag[0] === key && tag[1] === value)),
  );
  const identity = common.filter(([key]) => key === 'evenkeel:system' || key === 'evenkeel:environment');
  return Object.fromEntries((identity.length === 2 ? identity : common).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function numberOf(node: GraphNode, path: string, otherwise: number): number {
  const value = node.value(path);
  return value.known && typeof value.value === 'number' ? value.value : otherwise;
}
