import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

/** A customer key. Table `kms.key`, key `region/id`. */
export interface KeyRecord {
  readonly id: string;
  readonly region: string;
  readonly arn: string;
  readonly description: string;
  readonly state: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingReplicaDeletion';
  readonly multiRegion: boolean;
  readonly keySpec: string;
  readonly keyUsage: string;
  readonly policy: string;
  readonly rotation: { readonly enabled: boolean; readonly periodInDays: number };
  readonly createdMs: number;
  /** When the key is gone, while it is pending deletion. */
  readonly deletionMs?: number | undefined;
  readonly tags: Tags;
}

export const keys = (world: World) => world.table<KeyRecord>('kms.key');

export function keyArn(world: World, region: string, id: string): string {
  return `arn:aws:kms:${region}:${world.account}:key/${id}`;
}

/** The key that an id or an ARN names in a region. Aliases are not modelled. */
export function keyOf(world: World, region: string, idOrArn: string): KeyRecord | undefined {
  return keys(world).get(`${region}/${idOrArn.slice(idOrArn.lastIndexOf('/') + 1)}`);
}
