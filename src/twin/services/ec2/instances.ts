import { draw } from '../../../lib/chance.ts';
import { HOUR_MS } from '../../../lib/clock.ts';
import { AwsError } from '../../aws-error.ts';
import { elapseMs } from '../../physics/duration.ts';
import { activeFault, isRegionUp, wrongWithImage } from '../../physics/faults.ts';
import { waitsForRegion } from '../../physics/lost-region.ts';
import type { World } from '../../world.ts';
import { imageIsGone } from './images.ts';
import { addInterface, removeInterface } from './interfaces.ts';
import { quotas } from './quotas.ts';
import { ec2Arn, type Instance, inRegion, instances, subnets, type Tags } from './records.ts';
import { existing } from './refuse.ts';

/**
 * The life of an instance. Of the application inside, the twin knows only from when it answers (`ec2.application-start`
 * after the instance runs) and whether it was broken on purpose.
 */
export interface Launch {
  readonly id: string;
  readonly interfaceId: string;
  readonly reservationId: string;
  readonly region: string;
  readonly subnetId: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly groupIds: readonly string[];
  readonly tags: Tags;
  readonly profileArn?: string | undefined;
  readonly keyName?: string | undefined;
  readonly terminationProtected?: boolean | undefined;
  readonly clientToken?: string | undefined;
  readonly groupArn?: string | undefined;
}

/**
 * Launches one instance into state `pending`; the caller lets it run after `ec2.launch`. Throws what AWS refuses: no
 * capacity, no free address, an image that is gone, a quota.
 */
export function launchInstance(world: World, launch: Launch): Instance {
  const { region } = launch;
  const subnet = existing(subnets(world), region, launch.subnetId, 'InvalidSubnetID.NotFound');
  refuseImage(world, launch);
  refuseQuota(world, region);
  refuseCapacity(world, launch, subnet.zone);
  const made = addInterface(world, {
    id: launch.interfaceId,
    region,
    subnetId: subnet.id,
    groupIds: launch.groupIds,
    description: '',
    interfaceType: 'interface',
    instanceId: launch.id,
    attached: true,
  });
  const instance: Instance = {
    ...launch,
    state: 'pending',
    vpcId: subnet.vpcId,
    zone: subnet.zone,
    privateIp: made.privateIp,
    launchedMs: world.nowMs,
    terminationProtected: launch.terminationProtected ?? false,
  };
  instances(world).put(inRegion(region, instance.id), instance);
  return instance;
}

/** The instance runs; its application answers a while later. */
export function becomeRunning(world: World, instance: Instance): void {
  const arn = instanceArn(world, instance);
  const servingFromMs = world.nowMs + elapseMs(world, 'ec2.application-start', arn);
  instances(world).put(inRegion(instance.region, instance.id), { ...instance, state: 'running', servingFromMs });
}

/** Begins to shut an instance down; its interface goes when it has ended. `subject` is the owner whose event it is. */
export function shutDown(world: World, instance: Instance, subject = instanceArn(world, instance)): void {
  if (instance.state === 'shutting-down' || instance.state === 'terminated') return;
  const key = inRegion(instance.region, instance.id);
  instances(world).put(key, { ...instance, state: 'shutting-down' });
  const atMs = world.nowMs + elapseMs(world, 'ec2.terminate', instanceArn(world, instance));
  world.schedule({ atMs, kind: TERMINATED, subject, data: { key } });
  if (instance.groupArn && subject !== instance.groupArn && !subject.startsWith(`${instance.groupArn}/`)) {
    world.schedule({ atMs: world.nowMs, kind: 'autoscaling.look', subject: instance.groupArn });
  }
}

/** True where an instance's application answers requests now. */
export function isServing(world: World, instance: Instance, atMs: number = world.nowMs): boolean {
  if (instance.state !== 'running' || instance.failedSinceMs !== undefined) return false;
  if (wrongWithImage(world, instance.region, instance.imageId) === 'unhealthy') return false;
  return (instance.servingFromMs ?? Number.POSITIVE_INFINITY) <= atMs && isRegionUp(world, instance.region, atMs);
}

/** Lets a later event make a `pending` instance run: for those that no auto scaling group keeps. */
export function runLater(world: World, instance: Instance): void {
  const subject = instanceArn(world, instance);
  const atMs = world.nowMs + elapseMs(world, 'ec2.launch', subject);
  world.schedule({ atMs, kind: RUNNING, subject, data: { key: inRegion(instance.region, instance.id) } });
}

export function instanceReactions(world: World): void {
  world.react(RUNNING, (event) => {
    const instance = instances(world).get((event.data as { key: string }).key);
    if (!instance || waitsForRegion(world, instance.region, event)) return;
    if (instance.state === 'pending') becomeRunning(world, instance);
  });
  world.react(TERMINATED, (event) => {
    const { key } = event.data as { key: string };
    const instance = instances(world).get(key);
    if (!instance || waitsForRegion(world, instance.region, event)) return;
    removeInterface(world, instance.region, instance.interfaceId);
    instances(world).put(key, { ...instance, state: 'terminated' });
    const atMs = world.nowMs + HOUR_MS;
    world.schedule({ atMs, kind: FORGOTTEN, subject: event.subject, tick: true, data: { key } });
  });
  world.react(FORGOTTEN, (event) => instances(world).delete((event.data as { key: string }).key));
}

export function instanceArn(world: World, instance: Pick<Instance, 'region' | 'id'>): string {
  return ec2Arn(world, instance.region, 'instance', instance.id);
}

const RUNNING = 'ec2.instance-running';
const TERMINATED = 'ec2.instance-terminated';
/** Terminated instances are listed for about an hour (EC2 User Guide, "Terminate your instance"). */
const FORGOTTEN = 'ec2.instance-forgotten';

/** Chance that a launch finds no capacity on a normal day: estimated (timings-source.md, 3b "Capacity errors"). */
const SHORTAGE_PROBABILITY = 0.02;

function refuseCapacity(world: World, launch: Launch, zone: string): void {
  if (world.instant) return;
  const probability = activeFault(world, 'capacity', launch.region)?.probability ?? SHORTAGE_PROBABILITY;
  if (draw(world.seed, launch.id, 'capacity') >= probability) return;
  throw new AwsError('InsufficientInstanceCapacity', `no capacity for ${launch.instanceType} in ${zone}`, {
    status: 500,
    row: 'EC2-01',
  });
}

function refuseImage(world: World, launch: Launch): void {
  if (!imageIsGone(world, launch.region, launch.imageId)) return;
  throw new AwsError('InvalidAMIID.Unavailable', `the image ${launch.imageId} was deregistered`, { row: 'EC2-11' });
}

/** Terminated instances count until they are forgotten (row EC2-07: for a while, AWS does not say how long). */
function refuseQuota(world: World, region: string): void {
  const quota = quotas(world).get(inRegion(region, 'instances'));
  if (quota === undefined || instances(world).values(`${region}/`).length < quota) return;
  throw new AwsError('InstanceLimitExceeded', `the quota of ${quota} instances in ${region} is used up`, {
    row: 'EC2-07',
  });
}
