import { expect } from 'vitest';
import { strike } from '../../../src/twin/physics/faults.ts';
import { certificateTable } from '../../../src/twin/services/acm/records.ts';
import { breakApplication, repairApplication } from '../../../src/twin/services/elbv2/application.ts';
import { reachableTargets, routableTargets } from '../../../src/twin/services/elbv2/reachable-targets.ts';
import { ACCOUNT, EAST, type Fleet, NetworkWorld, WEST } from '../../support/network-world.ts';
import { RefusalTests } from '../../support/refusal-rows.ts';
import { coverage } from './balancing.ts';

const rows = new RefusalTests(['ELB'], coverage);
const CHECK = { HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 5, UnhealthyThresholdCount: 2 };

/** A fleet of three that serves. */
function serving(options: { group?: object; desired?: number } = {}): { world: NetworkWorld; fleet: Fleet } {
  const world = new NetworkWorld();
  // replaced by nobody, so that the balancer's view can be looked at
  const fleet = world.fleet(world.network(), {
    check: CHECK,
    group: { HealthCheckType: 'EC2', ...options.group },
    ...options,
  });
  world.settle();
  return { world, fleet };
}

function ids(world: NetworkWorld): string[] {
  return world.members().map((member) => member.InstanceId);
}

function change(world: NetworkWorld, does: typeof breakApplication, instanceIds: readonly string[]): void {
  world.world.transact(() => {
    for (const id of instanceIds) does(world.world, EAST, id);
  });
}

rows.shows('ELB-01', () => {
  const { world, fleet } = serving({ desired: 1 });
  const [id = ''] = ids(world);
  world.elbv2('DeregisterTargets', { TargetGroupArn: fleet.targetGroupArn, Targets: [{ Id: id }] });
  world.pass(300);
  world.elbv2('RegisterTargets', { TargetGroupArn: fleet.targetGroupArn, Targets: [{ Id: id }] });
  expect(world.health(fleet.targetGroupArn)).toEqual({ [id]: 'initial Elb.InitialHealthChecking' });
  world.pass(49);
  expect(world.health(fleet.targetGroupArn)).toEqual({ [id]: 'healthy' });
  change(world, breakApplication, [id]);
  world.pass(20);
  expect(world.health(fleet.targetGroupArn)).toEqual({ [id]: 'unhealthy Target.FailedHealthChecks' });
  change(world, repairApplication, [id]);
  world.pass(49);
  expect(world.health(fleet.targetGroupArn)).toEqual({ [id]: 'unhealthy Target.FailedHealthChecks' });
  world.pass(1);
  expect(world.health(fleet.targetGroupArn)).toEqual({ [id]: 'healthy' });
});

rows.shows('ELB-02', () => {
  const { world, fleet } = serving();
  const [one = '', two = '', three = ''] = ids(world);
  change(world, breakApplication, [one, two]);
  world.pass(60);
  expect(routableTargets(world.world, fleet.targetGroupArn).map((target) => target.id)).toEqual([three]);
  change(world, breakApplication, [three]);
  world.pass(60);
  expect(routableTargets(world.world, fleet.targetGroupArn)).toHaveLength(3);
  expect(reachableTargets(world.world, fleet.targetGroupArn)).toEqual([]);
  change(world, repairApplication, [one]);
  // not seen by the checks yet, and served all the same
  expect(reachableTargets(world.world, fleet.targetGroupArn).map((target) => target.id)).toEqual([one]);
});

rows.shows('ELB-03', () => {
  const { world, fleet } = serving();
  const [id = ''] = ids(world);
  const input = { TargetGroupArn: fleet.targetGroupArn, Targets: [{ Id: id }] };
  world.elbv2('DeregisterTargets', input);
  expect(world.health(fleet.targetGroupArn)[id]).toBe('draining Target.DeregistrationInProgress');
  expect(reachableTargets(world.world, fleet.targetGroupArn)).toHaveLength(2);
  world.pass(299);
  expect(world.health(fleet.targetGroupArn)[id]).toBe('draining Target.DeregistrationInProgress');
  world.pass(1);
  expect(Object.keys(world.health(fleet.targetGroupArn))).not.toContain(id);
  world.elbv2('DeregisterTargets', input);
});

rows.refuses('ELB-05', 'ResourceInUse', 'V', () => {
  const { world, fleet } = serving();
  world.elbv2('DeleteTargetGroup', { TargetGroupArn: fleet.targetGroupArn });
});

rows.refuses('ELB-06', 'OperationNotPermitted', 'V', () => {
  const { world, fleet } = serving();
  world.elbv2('ModifyLoadBalancerAttributes', {
    LoadBalancerArn: fleet.balancerArn,
    Attributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }],
  });
  world.elbv2('DeleteLoadBalancer', { LoadBalancerArn: fleet.balancerArn });
});

function listenWith(certificateArn: string, options: { status?: string } = {}): void {
  const { world, fleet } = serving();
  const record = { arn: certificateArn, status: options.status };
  if (options.status) {
    const [, , , region] = certificateArn.split(':');
    world.world.transact(() => certificateTable(world.world).put(`${region}/${certificateArn}`, record as never));
  }
  world.elbv2('CreateListener', {
    LoadBalancerArn: fleet.balancerArn,
    Port: 443,
    Protocol: 'HTTPS',
    Certificates: [{ CertificateArn: certificateArn }],
    DefaultActions: [{ Type: 'forward', TargetGroupArn: fleet.targetGroupArn }],
  });
}

const certificate = (region: string) => `arn:aws:acm:${region}:${ACCOUNT}:certificate/c`;

rows.refuses('ELB-07', 'CertificateNotFound', 'V', () => {
  const refused = { code: 'CertificateNotFound', row: 'ELB-07' };
  const elsewhere = () => listenWith(certificate(WEST), { status: 'ISSUED' });
  expect(new NetworkWorld().refusal(elsewhere)).toEqual(refused);
  listenWith(certificate(EAST));
});

rows.refuses('ELB-13', 'UnsupportedCertificate', 'O', () => {
  listenWith(certificate(EAST), { status: 'ISSUED' });
  listenWith(certificate(EAST), { status: 'PENDING_VALIDATION' });
});

rows.refuses('ELB-08', 'DuplicateListener', 'V', () => {
  const { world, fleet } = serving();
  const first = world.listen(fleet.balancerArn, fleet.targetGroupArn, 81);
  expect(world.listen(fleet.balancerArn, fleet.targetGroupArn, 81)).toBe(first);
  world.elbv2('CreateListener', {
    LoadBalancerArn: fleet.balancerArn,
    Port: 81,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  });
});

rows.refuses('ELB-09', 'InvalidTarget', 'V', () => {
  const { world, fleet } = serving();
  const other = world.network(EAST, '10.7');
  const { TargetGroups } = world.elbv2<{ TargetGroups: { TargetGroupArn: string }[] }>('CreateTargetGroup', {
    Name: 'other',
    Protocol: 'HTTP',
    Port: 80,
    VpcId: other.vpcId,
  });
  const refused = { code: 'InvalidTarget', row: 'ELB-09' };
  const [id] = ids(world);
  const Targets = [{ Id: id }];
  const elsewhere = { TargetGroupArn: TargetGroups[0]?.TargetGroupArn, Targets };
  expect(world.refusal(() => world.elbv2('RegisterTargets', elsewhere))).toEqual(refused);
  world.ec2('TerminateInstances', { InstanceIds: [id] });
  world.elbv2('RegisterTargets', { TargetGroupArn: fleet.targetGroupArn, Targets });
});

rows.shows('ELB-10', () => {
  const { world, fleet } = serving();
  const [id = ''] = ids(world);
  world.ec2('TerminateInstances', { InstanceIds: [id] });
  expect(world.health(fleet.targetGroupArn)[id]).toBe('unused Target.InvalidState');
  const subnets = world.ec2<{ Subnets: { SubnetId: string; AvailabilityZone: string }[] }>(
    'DescribeSubnets',
    {},
  ).Subnets;
  const here = subnets.filter((subnet) => subnet.AvailabilityZone !== `${EAST}c`).map((subnet) => subnet.SubnetId);
  world.elbv2('SetSubnets', { LoadBalancerArn: fleet.balancerArn, Subnets: here });
  const there = world.members().find((member) => member.AvailabilityZone === `${EAST}c`)?.InstanceId ?? '';
  expect(world.health(fleet.targetGroupArn)[there]).toMatch(/^unused Target\.(NotInUse|InvalidState)$/);
  world.elbv2('DeleteLoadBalancer', { LoadBalancerArn: fleet.balancerArn });
  expect(new Set(Object.values(world.health(fleet.targetGroupArn)))).toEqual(new Set(['unused Target.NotInUse']));
  expect(reachableTargets(world.world, fleet.targetGroupArn)).toEqual([]);
});

rows.refuses('ELB-11', 'TargetGroupAssociationLimit', 'V', () => {
  const { world, fleet } = serving();
  const subnets = world.ec2<{ Subnets: { SubnetId: string; VpcId: string }[] }>('DescribeSubnets', {}).Subnets;
  const subnetIds = subnets.map((subnet) => subnet.SubnetId);
  const second = world.balancer({ vpcId: subnets[0]?.VpcId ?? '', subnetIds, groupId: fleet.groupId }, 'second');
  const { Listeners } = world.elbv2<{ Listeners: { ListenerArn: string }[] }>('CreateListener', {
    LoadBalancerArn: second,
    Port: 80,
    Protocol: 'HTTP',
    DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
  });
  world.elbv2('ModifyListener', {
    ListenerArn: Listeners[0]?.ListenerArn,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: fleet.targetGroupArn }],
  });
});

rows.shows('ELB-12', () => {
  const world = new NetworkWorld();
  const west = world.network(WEST);
  const input = { Name: 'west', Subnets: west.subnetIds, SecurityGroups: [west.groupId] };
  const create = () => world.call('elbv2', 'CreateLoadBalancer', input, { region: WEST });
  create();
  world.world.transact(() => strike(world.world, { kind: 'region-loss', region: EAST }, 60_000));
  expect(world.refusal(create)).toEqual({ code: 'ServiceUnavailable', row: 'ELB-12' });
  world.pass(60);
  create();
});

rows.complete();
