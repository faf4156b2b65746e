import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import type { PropertyValue } from '../../../src/lib/property.ts';
import type { CaseVerdict } from '../cases/build.ts';
import type { Judge, Oracle } from './build.ts';
import { items, of, ofType, pointing, told } from './plain.ts';
import * as kind from './redundancy-stack.ts';

type All = readonly CheckpointResource[];
type Judging = NonNullable<Judge['resource']>;

/** The judges of the catalogue's sentences on redundancy; of RED-20 there is one beside its rule, which takes zones away. */
export const REDUNDANCY: Oracle = {
  stack: kind.randomRedundancy,
  judges: {
    'RED-01': {
      resource: (one, all) =>
        isBalancer(one) ? yes(zones(items(one, 'subnets'), all) >= (isTier1(one) ? 3 : 2)) : undefined,
    },
    'RED-02': { resource: ofOne(kind.CLASSIC, classic) },
    'RED-03': { resource: spreads },
    'RED-04': { resource: protects },
    'RED-05': { resource: ofOne(kind.TARGETS, isTargeted) },
    'RED-06': { resource: ofOne(kind.TARGETS, isChecked) },
    'RED-07': { resource: isEncrypted },
    'RED-08': { resource: ofOne(kind.FLEET, (one, all) => yes(zones(items(one, 'vpcZoneIdentifiers'), all) >= 2)) },
    'RED-09': { resource: ofOne(kind.FLEET, hasRoom) },
    'RED-10': { resource: ofOne(kind.FLEET, believesBalancer) },
    'RED-11': {
      resource(one) {
        if (one.type !== 'aws:rds/instance:Instance') return undefined;
        return told(one, 'replicateSourceDb') === undefined ? yes(told(one, 'multiAz') === true) : 'not-applicable';
      },
    },
    'RED-12': { resource: ofOne('aws:rds/cluster:Cluster', hasMembers) },
    'RED-13': { resource: spans },
    'RED-14': { resource: ofOne('aws:elasticache/replicationGroup:ReplicationGroup', takesOver) },
    'RED-15': { resource: ofOne('aws:opensearch/domain:Domain', searches) },
    'RED-16': { resource: ofOne(kind.TABLE, scales) },
    'RED-17': { resource: ofOne(kind.SUBNET, goesOut) },
    'RED-18': { resource: computes },
    'RED-19': { resource: routes },
  },
};

function ofOne(type: string, judge: Judging): Judging {
  return (one, all) => (one.type === type ? judge(one, all) : undefined);
}

function yes(isSo: boolean): CaseVerdict {
  return isSo ? 'pass' : 'fail';
}

function isBalancer(one: CheckpointResource): boolean {
  return one.type === kind.LB || one.type === 'aws:alb/loadBalancer:LoadBalancer';
}

function isTier1(one: CheckpointResource): boolean {
  const listed = items(one, 'tags').find((tag) => of(tag, 'key') === 'tier');
  return (listed === undefined ? told(one, 'tags', 'tier') : of(listed, 'value')) === '1';
}

/** How many zones subnets stand in. */
function zones(ids: readonly (PropertyValue | undefined)[], all: All): number {
  const found = ids.map((id) => ofType(all, kind.SUBNET).find((subnet) => subnet.id === id));
  return new Set(found.map((subnet) => subnet && told(subnet, 'availabilityZone'))).size;
}

function classic(one: CheckpointResource, all: All): CaseVerdict {
  const isOn = told(one, 'crossZoneLoadBalancing') === true && told(one, 'connectionDraining') === true;
  return yes(isOn && zones(items(one, 'subnets'), all) >= 2);
}

function spreads(one: CheckpointResource): CaseVerdict | undefined {
  if (one.type === kind.TARGETS) return yes(told(one, 'loadBalancingCrossZoneEnabled') !== 'false');
  if (!isBalancer(one) || told(one, 'loadBalancerType') === 'application') return undefined;
  return yes(told(one, 'enableCrossZoneLoadBalancing') === true);
}

function protects(one: CheckpointResource): CaseVerdict | undefined {
  if (!isBalancer(one)) return undefined;
  if (told(one, 'tags', 'environment') !== 'prod') return 'not-applicable';
  return yes(told(one, 'enableDeletionProtection') === true);
}

function isTargeted(one: CheckpointResource, all: All): CaseVerdict | undefined {
  const arn = told(one, 'arn');
  const sent = [kind.LISTENER, kind.LISTENER_RULE].flatMap((type) => ofType(all, type)).flatMap(sentTo);
  if (!sent.includes(arn)) return 'not-applicable';
  const hands = pointing(all, kind.ATTACHMENT, 'targetGroupArn', arn).length;
  const least = ofType(all, kind.FLEET)
    .filter((fleet) => isBehind(fleet, all, arn))
    .map((fleet) => Number(told(fleet, 'minSize')));
  if (hands >= 2 || least.some((min) => min >= 2)) return 'pass';
  // one of each are two targets that no part of the sentence counts together
  return hands > 0 && least.length > 0 ? undefined : 'fail';
}

/** The target groups to which a listener or one of its rules sends. */
function sentTo(one: CheckpointResource): (PropertyValue | undefined)[] {
  return [...items(one, 'defaultActions'), ...items(one, 'actions')].flatMap((action) => {
    const forward = of(action, 'forward');
    const groups = forward === undefined ? undefined : of(forward, 'targetGroups');
    return [
      of(action, 'targetGroupArn'),
      ...(Array.isArray(groups) ? groups.map((group: PropertyValue) => of(group, 'arn')) : []),
    ];
  });
}

function isBehind(fleet: CheckpointResource, all: All, arn?: PropertyValue): boolean {
  const beside = pointing(all, kind.FLEET_ATTACHMENT, 'autoscalingGroupName', fleet.id).map((one) =>
    told(one, 'lbTargetGroupArn'),
  );
  const found = [...items(fleet, 'targetGroupArns'), ...beside];
  return arn === undefined ? found.length > 0 : found.includes(arn);
}

function isChecked(one: CheckpointResource): CaseVerdict {
  const isSaid = ['path', 'port', 'matcher'].every((key) => told(one, 'healthCheck', key) !== undefined);
  const seconds = Number(told(one, 'healthCheck', 'interval')) * Number(told(one, 'healthCheck', 'unhealthyThreshold'));
  const isAlike = told(one, 'protocol') !== 'HTTPS' || told(one, 'healthCheck', 'protocol') === 'HTTPS';
  return yes(isSaid && seconds <= 20 && isAlike);
}

function isEncrypted(one: CheckpointResource, all: All): CaseVerdict | undefined {
  if (isBalancer(one)) {
    if (told(one, 'loadBalancerType') !== 'application') return 'not-applicable';
    const mode = told(one, 'desyncMitigationMode') ?? 'defensive';
    return yes(told(one, 'dropInvalidHeaderFields') === true && mode !== 'monitor');
  }
  if (one.type !== kind.LISTENER) return undefined;
  if (told(one, 'protocol') !== 'HTTP')
    return yes(String(told(one, 'sslPolicy')).startsWith('ELBSecurityPolicy-TLS13-1-2'));
  const rules = pointing(all, kind.LISTENER_RULE, 'listenerArn', told(one, 'arn')).flatMap((rule) =>
    items(rule, 'actions'),
  );
  const isRedirect = (action: PropertyValue) => {
    const redirect = of(action, 'redirect');
    return redirect !== undefined && of(redirect, 'protocol') === 'HTTPS';
  };
  return yes([...items(one, 'defaultActions'), ...rules].every(isRedirect));
}

function hasRoom(one: CheckpointResource, all: All): CaseVerdict | undefined {
  const [min, max] = [Number(told(one, 'minSize')), Number(told(one, 'maxSize'))];
  const count = zones(items(one, 'vpcZoneIdentifiers'), all);
  // of one zone there is none to lose: the sentence divides by nought
  if (count < 2) return undefined;
  const overrides = told(one, 'mixedInstancesPolicy', 'launchTemplate', 'overrides');
  const types = new Set(
    Array.isArray(overrides) ? overrides.map((each: PropertyValue) => of(each, 'instanceType')) : [],
  );
  const isEnough = min >= 2 && (!isTier1(one) || min >= count);
  return yes(isEnough && max >= Math.ceil((min * count) / (count - 1)) && types.size >= 2);
}

function believesBalancer(one: CheckpointResource, all: All): CaseVerdict {
  if (!isBehind(one, all)) return 'not-applicable';
  return yes(told(one, 'healthCheckType') === 'ELB' && Number(told(one, 'healthCheckGracePeriod')) > 0);
}

function hasMembers(one: CheckpointResource, all: All): CaseVerdict {
  const members = pointing(all, kind.MEMBER, 'clusterIdentifier', one.id);
  return yes(members.length >= 2 && new Set(members.map((member) => told(member, 'availabilityZone'))).size >= 2);
}

function spans(one: CheckpointResource, all: All): CaseVerdict | undefined {
  const wanted = isTier1(one) ? 3 : 2;
  if (one.type === 'aws:rds/subnetGroup:SubnetGroup') return yes(zones(items(one, 'subnetIds'), all) >= wanted);
  if (one.type !== 'aws:elasticache/replicationGroup:ReplicationGroup') return undefined;
  const group = ofType(all, kind.CACHE_GROUP).find(({ id }) => id === told(one, 'subnetGroupName'));
  return group && yes(zones(items(group, 'subnetIds'), all) >= wanted);
}

function takesOver(one: CheckpointResource): CaseVerdict {
  const isOn = told(one, 'automaticFailoverEnabled') === true && told(one, 'multiAzEnabled') === true;
  const replicas = Number(told(one, 'replicasPerNodeGroup') ?? Number(told(one, 'numCacheClusters')) - 1);
  return yes(isOn && replicas >= 1);
}

function searches(one: CheckpointResource): CaseVerdict {
  const said = (key: string) => told(one, 'clusterConfig', key);
  const isMastered = said('dedicatedMasterEnabled') === true && Number(said('dedicatedMasterCount')) >= 3;
  return yes(Number(said('instanceCount')) >= 3 && said('zoneAwarenessEnabled') === true && isMastered);
}

function scales(one: CheckpointResource, all: All): CaseVerdict {
  if (told(one, 'billingMode') === 'PAY_PER_REQUEST') return 'pass';
  const isThere = (type: string, capacity: string) =>
    ofType(all, type).some(
      (part) =>
        told(part, 'resourceId') === `table/${String(told(one, 'name'))}` &&
        told(part, 'scalableDimension') === `dynamodb:table:${capacity}CapacityUnits`,
    );
  const types = ['aws:appautoscaling/target:Target', 'aws:appautoscaling/policy:Policy'];
  return yes(types.every((type) => ['Read', 'Write'].every((capacity) => isThere(type, capacity))));
}

function goesOut(one: CheckpointResource, all: All): CaseVerdict | undefined {
  const [way] = pointing(all, 'aws:ec2/routeTableAssociation:RouteTableAssociation', 'subnetId', one.id);
  const table = ofType(all, 'aws:ec2/routeTable:RouteTable').find(({ id }) => way && id === told(way, 'routeTableId'));
  if (table === undefined) return undefined;
  const beside = pointing(all, 'aws:ec2/route:Route', 'routeTableId', table.id).map((route) =>
    told(route, 'natGatewayId'),
  );
  const [natId] = [...items(table, 'routes').map((route) => of(route, 'natGatewayId')), ...beside];
  if (natId === undefined) return 'not-applicable';
  const nat = ofType(all, 'aws:ec2/natGateway:NatGateway').find(({ id }) => id === natId);
  return yes(zones([one.id, nat && told(nat, 'subnetId')], all) === 1);
}

function computes(one: CheckpointResource, all: All): CaseVerdict | undefined {
  const isWide = (ids: readonly (PropertyValue | undefined)[]) => zones(ids, all) >= 2;
  switch (one.type) {
    case kind.SERVICE: {
      const isCareful =
        told(one, 'deploymentCircuitBreaker', 'enable') === true && Number(told(one, 'desiredCount')) >= 2;
      return yes(isCareful && isWide(items(one, 'networkConfiguration', 'subnets')));
    }
    case 'aws:lambda/function:Function':
      return told(one, 'vpcConfig') === undefined
        ? 'not-applicable'
        : yes(isWide(items(one, 'vpcConfig', 'subnetIds')));
    case 'aws:ec2/vpcEndpoint:VpcEndpoint':
      return told(one, 'vpcEndpointType') === 'Gateway' ? 'not-applicable' : yes(isWide(items(one, 'subnetIds')));
    case 'aws:eks/nodeGroup:NodeGroup':
      return yes(isWide(items(one, 'subnetIds')));
    case 'aws:networkfirewall/firewall:Firewall':
      return yes(isWide(items(one, 'subnetMappings').map((mapping) => of(mapping, 'subnetId'))));
    case 'aws:efs/mountTarget:MountTarget':
      return yes(
        isWide(
          pointing(all, one.type, 'fileSystemId', told(one, 'fileSystemId')).map((mount) => told(mount, 'subnetId')),
        ),
      );
    default:
      return undefined;
  }
}

function routes(one: CheckpointResource, all: All): CaseVerdict | undefined {
  if (one.type === 'aws:cloudfront/distribution:Distribution') {
    if (!isTier1(one)) return 'not-applicable';
    const origins = (group: PropertyValue) =>
      new Set([of(group, 'members')].flat().map((member) => member && of(member as PropertyValue, 'originId')));
    return yes(items(one, 'originGroups').some((group) => origins(group).size >= 2));
  }
  if (one.type !== 'aws:route53/record:Record') return undefined;
  const [zone] = ofType(all, 'aws:route53/zone:Zone');
  if (told(one, 'type') !== 'A' || zone === undefined || !isTier1(zone)) return 'not-applicable';
  return yes(items(one, 'weightedRoutingPolicies').length > 0 && told(one, 'healthCheckId') !== undefined);
}
