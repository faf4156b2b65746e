import type { Table, World } from '../../world.ts';
import { inRegion } from './records.ts';

/** Index of what stands in a VPC: keys `region/vpc/id`, the value is the id. */
function members(world: World): Table<string> {
  return world.table('ec2.vpc-member');
}

export function joinVpc(world: World, region: string, vpcId: string, id: string): void {
  members(world).put(`${inRegion(region, vpcId)}/${id}`, id);
}

export function leaveVpc(world: World, region: string, vpcId: string, id: string): void {
  members(world).delete(`${inRegion(region, vpcId)}/${id}`);
}

/** Ids in a VPC that start with a prefix such as `subnet-`, sorted. */
export function membersOf(world: World, region: string, vpcId: string, idPrefix = ''): string[] {
  return members(world).values(`${inRegion(region, vpcId)}/${idPrefix}`);
}
