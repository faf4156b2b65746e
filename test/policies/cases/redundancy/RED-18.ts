import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, type Given, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { broken, changed, deployed, elsewhere, idsOf, OPEN, previewed, silenced, subnets } from './short-case.ts';

/** "Compute/endpoint/firewall subnets span ≥2 AZs; ECS `desiredCount` ≥2 with deployment circuit breaker." */
const SERVICE = 'aws:ecs/service:Service';
const FUNCTION = 'aws:lambda/function:Function';
const ENDPOINT = 'aws:ec2/vpcEndpoint:VpcEndpoint';
const MOUNT = 'aws:efs/mountTarget:MountTarget';
const CAREFUL = { desiredCount: 2, deploymentCircuitBreaker: { enable: true, rollback: true } };

type Props = Readonly<Record<string, Given>>;

function service(add: Add, name: string, letters: string, more: Props = CAREFUL): void {
  const over = idsOf(subnets(add, letters, `${name}-subnet`));
  add(SERVICE, name, { cluster: 'shop', taskDefinition: 'web:1', networkConfiguration: { subnets: over }, ...more });
}

/** The other types, each in the subnets given, under its own name after the prefix. */
function others(add: Add, prefix: string, over: readonly Added[]): void {
  const subnetIds = idsOf(over);
  const vpcId = 'vpc-0123456789abcdef0';
  add(FUNCTION, `${prefix}-function`, { role: 'role', vpcConfig: { subnetIds, securityGroupIds: ['sg-01'] } });
  add(ENDPOINT, `${prefix}-endpoint`, { vpcId, vpcEndpointType: 'Interface', serviceName: 'sqs', subnetIds });
  const scalingConfig = { minSize: 2, desiredSize: 2, maxSize: 4 };
  add('aws:eks/nodeGroup:NodeGroup', `${prefix}-nodes`, {
    clusterName: 'shop',
    nodeRoleArn: 'role',
    scalingConfig,
    subnetIds,
  });
  const subnetMappings = subnetIds.map((subnetId) => ({ subnetId }));
  add('aws:networkfirewall/firewall:Firewall', `${prefix}-firewall`, {
    firewallPolicyArn: 'policy',
    vpcId,
    subnetMappings,
  });
  const files = add('aws:efs/fileSystem:FileSystem', `${prefix}-files`, { encrypted: true });
  for (const [index, subnet] of over.entries())
    add(MOUNT, `${prefix}-mount-${index}`, { fileSystemId: files.ref('id'), subnetId: subnet.ref('id') });
}

const every = ['function', 'endpoint', 'nodes', 'firewall', 'mount-0', 'mount-1'];
const all = <T>(prefix: string, verdict: T) => Object.fromEntries(every.map((name) => [`${prefix}-${name}`, verdict]));

const careful = 'a service runs two tasks in two zones, and takes back a deployment that fails';
const wide = 'functions, endpoints, nodes, firewalls and mount targets stand in two zones';

export const cases: readonly RuleCase[] = [
  deployed(careful, (add) => service(add, 'service', 'ab'), { service: 'pass' }),
  deployed(wide, (add) => others(add, 'wide', subnets(add, 'ab')), all('wide', 'pass')),
  deployed('in one zone each of them fails', (add) => others(add, 'narrow', subnets(add, 'cc')), all('narrow', 'fail')),
  deployed(
    'a service of one task, in one zone or without a breaker fails',
    (add) => {
      service(add, 'one-task', 'ab', { ...CAREFUL, desiredCount: 1 });
      service(add, 'one-zone', 'aa');
      service(add, 'reckless', 'ab', { desiredCount: 2 });
      service(add, 'off', 'ab', { ...CAREFUL, deploymentCircuitBreaker: { enable: false, rollback: false } });
    },
    { 'one-task': 'fail', 'one-zone': 'fail', reckless: 'fail', off: 'fail' },
  ),
  deployed(
    'a function outside a network, and an endpoint that is a route, stand in no subnet',
    (add) => {
      add(FUNCTION, 'free', { role: 'role' });
      add(ENDPOINT, 'gateway', { vpcId: 'vpc-0123456789abcdef0', vpcEndpointType: 'Gateway', serviceName: 's3' });
      add(ENDPOINT, 'gateway-by-default', { vpcId: 'vpc-0123456789abcdef0', serviceName: 'dynamodb' });
    },
    { free: 'not-applicable', gateway: 'not-applicable', 'gateway-by-default': 'not-applicable' },
  ),
  previewed(
    'in a preview the edges tell the zones; what is not known yet is open where it matters',
    (add) => {
      others(add, 'wide', subnets(add, 'ab', 'wide-subnet'));
      others(add, 'narrow', subnets(add, 'bb', 'narrow-subnet'));
      others(add, 'open', subnets(add, 'a?', 'open-subnet'));
      service(add, 'open-count', 'ab', { ...CAREFUL, desiredCount: UNKNOWN });
      service(add, 'open-zone', 'a?');
      service(add, 'one-zone', 'aa', { ...CAREFUL, desiredCount: UNKNOWN });
    },
    {
      ...all('wide', 'pass'),
      ...all('narrow', 'fail'),
      ...all('open', OPEN),
      'open-count': OPEN,
      'open-zone': OPEN,
      'one-zone': 'fail',
    },
  ),
  deployed(
    'the subnets of a stack that is not given are not known',
    (add) => {
      const subnetIds = ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'];
      add(FUNCTION, 'lost', { role: 'role', vpcConfig: { subnetIds, securityGroupIds: ['sg-01'] } });
    },
    { lost: 'unknown' },
  ),
  elsewhere(FUNCTION, { vpcConfig: { subnetIds: [], securityGroupIds: [] } }),
];

const together: Mutation = {
  of: wide,
  edit: 'the two subnets are of one zone, and all that stand there fail',
  mutate: (stacks) => set(pick(stacks, 'subnet-1'), { availabilityZone: 'us-east-1a' }),
  expect: every.map((one) => ({ name: `wide-${one}`, verdict: 'fail' as const })),
};

export const mutations: readonly Mutation[] = [
  changed(careful, 'one task is wanted', 'service', { desiredCount: 1 }),
  silenced(careful, 'the breaker is taken out', 'service', 'deploymentCircuitBreaker'),
  changed(careful, 'the breaker is switched off', 'service', {
    deploymentCircuitBreaker: { enable: false, rollback: false },
  }),
  broken(careful, 'the subnets are of one zone', 'service', (stacks) =>
    set(pick(stacks, 'service-subnet-1'), { availabilityZone: 'us-east-1a' }),
  ),
  together,
];
