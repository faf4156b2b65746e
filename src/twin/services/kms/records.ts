import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

/** A customer key. Table `kms.key`, key `region/id`. */
export interface KeyRecord {
  readonly id: string;
  readonly region: string;
  readonly arn: string;
  readonly description: string;
  readonly state: 'Creating' | 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingReplicaDeletion';
  readonly multiRegion: boolean;
  /** Of a replica: where its primary is. They have one id. */
  readonly primaryRegion?: string | undefined;
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly policy: string;
  readonly rotation: { readonly enabled: boolean; readonly periodInDays: number };
  readonly createdMs: number;
  /** When the key is gone, while it is pending deletion. */
  readonly deletionMs?: number | undefined;
  /** The window that a primary is to have once its last replica is gone. */
  readonly waitingDays?: number | undefined;
  readonly tags: Tags;
}

/** Table `kms.alias`, key `region/name`. */
export interface AliasRecord {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly keyId: string;
  readonly createdMs: number;
}

export const keys = (world: World) => world.table<KeyRecord>('kms.key');
export const aliases = (world: World) => world.table<AliasRecord>('kms.alias');

export function keyArn(world: World, region: string, id: string): string {
  return `arn:aws:kms:${region}:${world.account}:key/${id}`;
}

/** The key that an id, an ARN or an alias names in a region. The aliases of AWS managed keys name none. */
export function keyOf(world: World, region: string, name: string): KeyRecord | undefined {
  const alias = /(?:^|:)(alias\/.+)$/.exec(name)?.[1];
  const id =
    alias === undefined ? name.slice(name.lastIndexOf('/') + 1) : aliases(world).get(`${region}/${alias}`)?.keyId;
  return id === undefined ? undefined : keys(world).get(`${region}/${id}`);
}

/** The replicas of a primary, in the order of their regions. */
export function replicasOf(world: World, { id, region }: KeyRecord): KeyRecord[] {
  return keys(world)
    .values()
    .filter((key) => key.id === id && key.primaryRegion !== undefined && key.region !== region);
}
