import {
  type Check,
  must,
  notApplicable,
  type Parameter,
  type Parameters,
  type Resource,
  requires,
  rule,
  together,
  unknown,
} from 'evenkeel/policy';
import { SUBNET } from '../../facts/routes.ts';
import { SERVICE } from '../../facts/targets.ts';
import { zonesAt, zonesOf } from '../../facts/zones.ts';

const FUNCTION = 'aws:lambda/function:Function';
const MOUNT = 'aws:efs/mountTarget:MountTarget';
const FILES = 'aws:efs/fileSystem:FileSystem';
const ENDPOINT = 'aws:ec2/vpcEndpoint:VpcEndpoint';

export const red18 = rule({
  id: 'RED-18',
  title:
    'Compute, endpoints and firewalls stand in two zones; a service runs two tasks and takes back a deployment that fails',
  why: 'What stands in one zone is lost with it; a deployment that nothing stops replaces every task that works by one that does not.',
  remedy: 'Give it subnets of more zones; give a service `desiredCount` 2 or more and `deploymentCircuitBreaker`.',
  severity: 'medium',
  types: [SERVICE, FUNCTION, MOUNT, 'aws:eks/nodeGroup:NodeGroup', ENDPOINT, 'aws:networkfirewall/firewall:Firewall'],
  reads: [SUBNET, FILES],
  decidedAt: 'preview',
  cannotSee: ['where the instances stand on which a service without a network of its own runs'],
  parameters: {
    zones: { default: 2, means: 'the fewest zones' },
    tasks: { default: 2, means: 'the fewest tasks of a service' },
  },
  check: {
    [SERVICE]: together(
      unless((service) => !service.isGiven('networkConfiguration'), inZones('networkConfiguration.subnets')),
      unless(
        isDaemon,
        requires('desiredCount', ({ tasks }) => ({ atLeast: tasks }), { default: 0 }),
      ),
      unless(isDeployedOtherwise, requires('deploymentCircuitBreaker.enable', true, { default: false })),
    ),
    [FUNCTION]: inZones('vpcConfig.subnetIds'),
    [MOUNT](mount, { zones }) {
      const files = mount.to('fileSystemId', FILES);
      if (files === undefined) return unknown('names no file system');
      const found = zonesOf(files.from(MOUNT, 'fileSystemId').flatMap((one) => one.toAll('subnetId', SUBNET)));
      return must(found.reaches(zones), `mounts a file system that stands in ${found}; ${zones} are wanted`);
    },
    'aws:eks/nodeGroup:NodeGroup': inZones('subnetIds'),
    [ENDPOINT]: inZones('subnetIds'),
    'aws:networkfirewall/firewall:Firewall': inZones('subnetMappings.subnetId'),
  },
  appliesTo(resource) {
    if (resource.type === FUNCTION) return resource.isGiven('vpcConfig') || 'stands in no subnet';
    if (resource.type !== ENDPOINT) return true;
    return resource.readOr('vpcEndpointType', 'Gateway') !== 'Gateway' || 'is a route, and stands in no subnet';
  },
});

interface Fewest extends Parameters {
  readonly zones: Parameter<number>;
  readonly tasks: Parameter<number>;
}

function inZones(path: string): Check<Fewest> {
  return (resource, { zones }) => {
    const found = zonesAt(resource, path);
    return must(() => found.reaches(zones), `stands in ${found}; ${zones} are wanted`, path);
  };
}

function unless(isOther: (service: Resource) => boolean, check: Check<Fewest>): Check<Fewest> {
  return (service, parameters, context) =>
    isOther(service) ? notApplicable('is of another kind') : check(service, parameters, context);
}

/** One task for each machine, however many there are. */
function isDaemon(service: Resource): boolean {
  return service.readOr('schedulingStrategy', 'REPLICA') === 'DAEMON';
}

/** The breaker is of rolling deployments alone (ECS Developer Guide, "deployment circuit breaker"). */
function isDeployedOtherwise(service: Resource): boolean {
  return service.readOr('deploymentController.type', 'ECS') !== 'ECS';
}
