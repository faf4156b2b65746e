import {
  type Inventory,
  isFlagOn,
  type Problem,
  readGlobalDatabase,
  readsUse,
  readUse,
  refuse,
  type SiteTopology,
  type StepIo,
  type Subject,
  type System,
  type Topology,
  type Uses,
  uses,
} from 'evenkeel/runbook';
import { found } from './found.ts';
import { protectionsOf, readsProtections } from './protections.ts';
import { snapshotsOf } from './snapshots.ts';

/** What the plan is computed from. */
export interface RetirementInput {
  readonly system: string;
  readonly owner: string;
  /** As it was before anything was deleted; by it and by the inventory a run is gone on with. */
  readonly topology: Topology;
  /** The site that writes: the last of the sites to go. */
  readonly writer: string;
  /** The sites whose gate claims: what an undo gives back. */
  readonly claims: readonly string[];
  /** The ids that AWS gives each cluster once, of all sites: an earlier cluster of the same name had another. */
  readonly clusterResourceIds: readonly string[];
  /** Manual snapshots of the clusters that were there when the run began. */
  readonly snapshots: readonly { readonly id: string; readonly region: string }[];
  readonly inventory: Inventory;
  readonly retirement: System['retirement'];
  readonly decisionSeconds: number;
  /** Of the instance that opens what is restored. */
  readonly instanceClass: string;
}

export const DAY_SECONDS = 86_400;

/** How far back is looked for clients before anybody is told. */
export const LOOKS_BACK_SECONDS = DAY_SECONDS;

export function observes({ topology }: Subject): Uses[] {
  const { sites } = topology;
  return [
    ...readsUse(sites),
    ...readsProtections(sites),
    ...sites.flatMap(({ region }) => [
      ...uses(region, 'dynamodb.GetItem', 'rds.DescribeGlobalClusters'),
      ...uses(region, 'rds.DescribeDBClusters', 'rds.DescribeDBClusterSnapshots'),
    ]),
  ];
}

/** Refuses, with every reason at once, where somebody still uses the system or where AWS would not delete it for now. */
export async function observe(io: StepIo, subject: Subject): Promise<RetirementInput> {
  const { system, topology, inventory } = subject;
  if (inventory === undefined) throw new Error('broken invariant: a retirement is given the stacks of its system');
  const { sites, globalClusterId } = topology;
  const region = sites[0]?.region ?? '';
  const { writerArn, moving } = await readGlobalDatabase(io, region, globalClusterId);
  const writer = sites.find(({ cluster }) => cluster.arn === writerArn);
  const problems = [...(await usersOf(io, subject)), ...(await protectionsOf(io, sites, inventory))];
  if (writer !== undefined) problems.push(...(await proofTaken(io, writer)));
  if (inventory.stacks.every(({ deletes }) => deletes === 0)) {
    problems.push({
      code: 'retire.no-stacks',
      message: `the stacks of ${system.system} hold nothing that could be deleted`,
      found: inventory.stacks.map(({ stack }) => stack).join(', ') || 'no stack',
      allowed: 'stacks that evenkeel up made: those that others wrote are not found by name',
      next: 'retire stacks that others wrote with their own engine',
    });
  }
  if (moving !== undefined || writer === undefined) {
    problems.push({
      code: 'retire.moving',
      message: `no site of ${system.system} writes for certain`,
      found: moving?.status ?? writerArn ?? 'no writer',
      allowed: 'one site that writes, and no promotion under way',
      next: 'wait until the promotion has ended',
    });
  }
  if (writer !== undefined && (writer.vault === undefined || inventory.backupRoles[writer.region] === undefined)) {
    problems.push({
      code: 'retire.no-backup',
      message: `no backup plan selects the database of ${writer.site}: there is neither a vault nor a role for a final backup`,
      found: 'no selection of the cluster',
      allowed: 'a plan whose selection names the cluster',
      next: 'add the plan, bring the stacks up',
    });
  }
  if (problems.length > 0 || writer === undefined) return refuse(problems);
  const clusters = await clustersOf(io, sites);
  const claims: string[] = [];
  for (const site of sites) if (await isFlagOn(io, site, 'claim')) claims.push(site.site);
  return {
    system: system.system,
    topology,
    owner: system.owner.email,
    writer: writer.site,
    claims,
    ...clusters,
    inventory,
    retirement: system.retirement,
    decisionSeconds: system.recovery.decisionSeconds,
    instanceClass: system.database.instanceClass,
  };
}

/** Name of the cluster that is restored as a proof, and deleted again. */
export function proofIdOf(clusterId: string): string {
  return `${clusterId.slice(0, 50)}-proof`;
}

/** What the proof would be taken for, and deleted as. */
async function proofTaken(io: StepIo, { region, cluster }: SiteTopology): Promise<Problem[]> {
  const id = proofIdOf(cluster.id);
  if (!(await found(() => io.call('rds.DescribeDBClusters', region, { DBClusterIdentifier: id })))) return [];
  return [
    {
      code: 'retire.proof-taken',
      message: `the name of the cluster that the final backup is proved by, ${id}, is taken in ${region}`,
      found: `a cluster ${id}`,
      allowed: 'no cluster of that name: this runbook deletes the one that it has restored',
      next: 'find out whose it is; rename or delete it',
    },
  ];
}

async function clustersOf(io: StepIo, sites: readonly SiteTopology[]) {
  const clusterResourceIds: string[] = [];
  for (const { region, cluster } of sites) {
    const { DBClusters = [] } = await io.call('rds.DescribeDBClusters', region, { DBClusterIdentifier: cluster.id });
    clusterResourceIds.push(...DBClusters.flatMap(({ DbClusterResourceId }) => DbClusterResourceId ?? []));
  }
  const snapshots: { id: string; region: string }[] = [];
  for (const { region, cluster } of sites) {
    const about = { clusters: [cluster.id], resourceIds: clusterResourceIds };
    const { own } = await snapshotsOf(io, region, about);
    snapshots.push(...own.map((id) => ({ id, region })));
  }
  return { clusterResourceIds, snapshots };
}

async function usersOf(io: StepIo, { system, topology, inventory }: Subject) {
  const problems: Problem[] = [];
  const { requests = 0, queries = 0 } = await readUse(io, topology, io.nowMs() - LOOKS_BACK_SECONDS * 1000);
  if (requests + queries > 0) {
    problems.push({
      code: 'retire.still-used',
      message: `${topology.host} still has clients`,
      found: `${requests} requests and ${queries} DNS queries in the last day`,
      allowed: 'none',
      next: `ask ${system.owner.team} who they are; begin when they have gone`,
    });
  }
  for (const { by, names } of inventory?.references ?? []) {
    problems.push({
      code: 'retire.still-referred-to',
      message: `another stack names what belongs to ${system.system}`,
      found: `${by} names ${names}`,
      allowed: 'no reference from a stack of another system',
      next: 'take the reference away, and bring that stack up',
    });
  }
  return problems;
}
