import { drawHex } from '../../../lib/chance.ts';
import type { World } from '../../world.ts';
import { keyArn, keyOf } from './records.ts';

/**
 * The key that a service may encrypt with, named by id, ARN or the alias of an AWS managed key; `undefined` where it is
 * not there, not enabled, or of another region.
 */
export function usableKey(world: World, region: string, ref: string): { readonly arn: string } | undefined {
  const managed = /(?:^|:)alias\/aws\/(\w+)$/.exec(ref)?.[1];
  if (managed !== undefined) return { arn: managedKeyArn(world, region, managed) };
  if (ref.startsWith('arn:') && ref.split(':')[3] !== region) return undefined;
  if (MANAGED.some((service) => managedKeyArn(world, region, service) === ref)) return { arn: ref };
  const key = keyOf(world, region, ref);
  return key?.state === 'Enabled' ? key : undefined;
}

/** Whether what a key has encrypted can be read: it is enabled, or one that AWS keeps for a service. */
export function keyOpens(world: World, keyArn: string): boolean {
  const region = keyArn.split(':')[3] ?? '';
  if (MANAGED.some((service) => managedKeyArn(world, region, service) === keyArn)) return true;
  return keyOf(world, region, keyArn)?.state === 'Enabled';
}

/** Services whose AWS managed keys encrypt what the twin restores. */
const MANAGED: readonly string[] = ['backup', 'rds'];

/** ARN of the key that AWS keeps for a service in a region. It needs no record: nobody can disable it. */
export function managedKeyArn(world: World, region: string, service: string): string {
  const hex = drawHex(world.seed, `${world.account}/${region}`, `aws managed key of ${service}`, 32);
  return keyArn(world, region, hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
}
