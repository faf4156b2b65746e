import { elapseMs } from '../../physics/duration.ts';
import type { World } from '../../world.ts';
import { addInterface, removeInterface } from '../ec2/interfaces.ts';
import { inRegion, networkInterfaces } from '../ec2/records.ts';
import type { LoadBalancer } from './records.ts';

/** The part of a balancer that its interfaces depend on. */
type Holder = Pick<LoadBalancer, 'arn' | 'region' | 'groupIds'>;

/** Puts a balancer's interfaces into subnets and answers their ids. They are ELB's: nobody else can remove them. */
export function raiseInterfaces(
  world: World,
  holder: Holder,
  subnetIds: readonly string[],
  newId: (subnetId: string) => string,
): string[] {
  return subnetIds.map((subnetId) => {
    const made = addInterface(world, {
      id: newId(subnetId),
      region: holder.region,
      subnetId,
      groupIds: holder.groupIds,
      description: `ELB ${holder.arn.slice(holder.arn.indexOf(':loadbalancer/') + ':loadbalancer/'.length)}`,
      interfaceType: 'interface',
      requester: 'amazon-elb',
      attached: true,
    });
    return made.id;
  });
}

/** The interfaces of a deleted balancer stay for minutes, and with them what they hold (row NET-11). */
export function abandonInterfaces(world: World, holder: Holder, interfaceIds: readonly string[]): void {
  const wait = elapseMs(world, 'elbv2.interfaces-gone', holder.arn);
  const data = { region: holder.region, interfaceIds };
  world.schedule({ atMs: world.nowMs + wait, kind: GONE, subject: holder.arn, data });
}

/** Gives a balancer's interfaces other security groups. */
export function regroupInterfaces(world: World, balancer: LoadBalancer, groupIds: readonly string[]): void {
  for (const id of balancer.interfaceIds) {
    const key = inRegion(balancer.region, id);
    const record = networkInterfaces(world).get(key);
    if (record) networkInterfaces(world).put(key, { ...record, groupIds });
  }
}

export function interfaceReactions(world: World): void {
  world.react(GONE, (event) => {
    const { region, interfaceIds } = event.data as { region: string; interfaceIds: string[] };
    for (const id of interfaceIds) removeInterface(world, region, id);
  });
}

const GONE = 'elbv2.interfaces-gone';
