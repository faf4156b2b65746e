import { draw, drawHex } from '../../../lib/chance.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { World } from '../../world.ts';
import { type ClusterRecord, clusterByArn } from './records.ts';

/** Engines that can be members of a global cluster; everything else of RDS is not modelled. */
export const ENGINES: Readonly<Record<string, { readonly port: number }>> = {
  'aurora-mysql': { port: 3306 },
  'aurora-postgresql': { port: 5432 },
};

/** AWS's default version changes with the years, so that a world would not say what it holds. */
export function defaultVersion(engine: string): never {
  throw notModelled(`the default version of ${engine}: send EngineVersion`);
}

/** The cluster that an ARN names, in whatever region. Throws DBClusterNotFoundFault. */
export function clusterByArnOrRefuse(world: World, arn: string): ClusterRecord {
  const cluster = clusterByArn(world, arn);
  if (cluster) return cluster;
  throw new AwsError('DBClusterNotFoundFault', `there is no DB cluster ${arn}`, { status: 404 });
}

/** Half an hour a day for backups, drawn for the cluster: AWS chooses at random in a block of eight hours a region. */
export function backupWindow(world: World, arn: string): string {
  const start = 3 * 60 + Math.floor(draw(world.seed, arn, 'backup window') * 14) * 30;
  return `${clockOf(start)}-${clockOf(start + 30)}`;
}

/** Half an hour a week for maintenance, drawn for its owner. */
export function maintenanceWindow(world: World, arn: string): string {
  const day = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][
    Math.floor(draw(world.seed, arn, 'maintenance day') * 7)
  ];
  const start = 4 * 60 + Math.floor(draw(world.seed, arn, 'maintenance window') * 14) * 30;
  return `${day}:${clockOf(start)}-${day}:${clockOf(start + 30)}`;
}

/** `<id>.<kind>-<account's part>.<region>.rds.amazonaws.com`; instances have no kind. */
export function endpointOf(world: World, region: string, id: string, kind?: 'cluster' | 'cluster-ro'): string {
  const part = drawHex(world.seed, `${world.account}/${region}`, 'rds endpoints', 11);
  return `${id}.${kind === undefined ? '' : `${kind}-`}c${part}.${region}.rds.amazonaws.com`;
}

/** The hosted zone of a region's RDS names. Made up: AWS's own ids are not part of the model. */
export function hostedZoneOf(world: World, region: string): string {
  return `Z${drawHex(world.seed, region, 'rds hosted zone', 13).toUpperCase()}`;
}

function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
