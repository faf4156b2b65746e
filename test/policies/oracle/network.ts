import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import type { PropertyValue } from '../../../src/lib/property.ts';
import { type Add, type Added, type CaseVerdict, stackOf } from '../cases/build.ts';
import type { Chance, Judge, Oracle } from './build.ts';
import { items, of, ofType, pointing, told } from './plain.ts';

const VPC = 'aws:ec2/vpc:Vpc';
const SUBNET = 'aws:ec2/subnet:Subnet';
const TABLE = 'aws:ec2/routeTable:RouteTable';
const ROUTE = 'aws:ec2/route:Route';
const ASSOCIATION = 'aws:ec2/routeTableAssociation:RouteTableAssociation';
const DEFAULT_GROUP = 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup';
const FLOW_LOG = 'aws:ec2/flowLog:FlowLog';
const ACL = 'aws:ec2/networkAcl:NetworkAcl';
const ACL_RULE = 'aws:ec2/networkAclRule:NetworkAclRule';
const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const HOST = 'aws:ec2/instance:Instance';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const DATABASE = 'aws:rds/instance:Instance';
const DATABASE_GROUP = 'aws:rds/subnetGroup:SubnetGroup';
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const STAGE = 'aws:apigateway/stage:Stage';
const WEB_ACL = 'aws:wafv2/webAcl:WebAcl';
const GUARD = 'aws:wafv2/webAclAssociation:WebAclAssociation';
const WEB_LOGS = 'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration';
const BUCKET = 'aws:s3/bucket:Bucket';
const BLOCK = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
const URL = 'aws:lambda/functionUrl:FunctionUrl';
const EKS = 'aws:eks/cluster:Cluster';
const FLAGS = ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'] as const;

const range = (chance: Chance, event: string) => chance.oneOf(event, ['0.0.0.0/0', '10.0.0.0/8', '10.0.0.0/8']);

function ports(chance: Chance, event: string) {
  const [fromPort, toPort] = chance.oneOf(event, [
    [443, 443],
    [443, 443],
    [80, 80],
    [22, 22],
    [3389, 3389],
    [5432, 5432],
    [80, 443],
    [0, 65535],
  ] as const);
  return { fromPort, toPort };
}

/** A group with none, one or two lines of each form. */
function groups(chance: Chance, add: Add): void {
  for (const name of ['web', 'data']) {
    const line = (at: string) => ({
      protocol: 'tcp',
      ...ports(chance, `${at} ports`),
      cidrBlocks: [range(chance, `${at} from`)],
    });
    const count = (of: string) => chance.oneOf(`${name} ${of}`, [0, 0, 1, 2]);
    const ingress = Array.from({ length: count('inline') }, (_, index) => line(`${name} inline ${index}`));
    const group = add(GROUP, name, { ingress });
    for (let index = 0; index < count('rules'); index++) {
      const type = chance.oneOf(`${name} rule ${index} is`, ['ingress', 'ingress', 'egress']);
      add(RULE, `${name}-rule-${index}`, { type, ...line(`${name} rule ${index}`), securityGroupId: group.ref('id') });
    }
    for (let index = 0; index < count('new rules'); index++) {
      const at = `${name} new ${index}`;
      const source = chance.is(`${at} is of six`, 0.2)
        ? { cidrIpv6: '::/0' }
        : { cidrIpv4: range(chance, `${at} from`) };
      const given = { ipProtocol: 'tcp', ...ports(chance, `${at} ports`), ...source };
      add(INGRESS, `${name}-new-${index}`, { ...given, securityGroupId: group.ref('id') });
    }
  }
}

/** A VPC with its companions, subnets that lead out or not, and what stands in them. */
function network(chance: Chance, add: Add): void {
  const vpc = add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' });
  const vpcId = vpc.ref('id');
  for (let index = 0; index < chance.oneOf('default groups', [0, 1, 1]); index++) {
    const ingress = chance.is('the default group lets in', 0.3)
      ? [{ protocol: '-1', fromPort: 0, toPort: 0, self: true }]
      : [];
    add(DEFAULT_GROUP, 'default', { vpcId, ingress, egress: [] });
  }
  for (let index = 0; index < chance.oneOf('flow logs', [0, 1, 1, 2]); index++)
    add(FLOW_LOG, `flows-${index}`, { vpcId, trafficType: chance.oneOf(`flow ${index}`, ['ALL', 'REJECT', 'ACCEPT']) });
  const gateway = add('aws:ec2/internetGateway:InternetGateway', 'gateway', { vpcId });
  const nat = add('aws:ec2/natGateway:NatGateway', 'nat', { allocationId: 'eipalloc-01' });
  const subnets = ['one', 'two'].map((name) => {
    const subnet = add(SUBNET, name, { vpcId, mapPublicIpOnLaunch: chance.is(`${name} gives addresses`, 0.2) });
    const target = chance.is(`${name} is public`, 0.4)
      ? { gatewayId: gateway.ref('id') }
      : { natGatewayId: nat.ref('id') };
    const isInline = chance.is(`${name} is inline`);
    const routes = isInline ? [{ cidrBlock: '0.0.0.0/0', ...target }] : [];
    const table = add(TABLE, `${name}-table`, { vpcId, routes });
    const routeTableId = table.ref('id');
    if (!isInline) add(ROUTE, `${name}-route`, { routeTableId, destinationCidrBlock: '0.0.0.0/0', ...target });
    add(ASSOCIATION, `${name}-association`, { subnetId: subnet.ref('id'), routeTableId });
    return subnet;
  });
  placed(chance, add, subnets);
  acl(chance, add, vpc);
}

function placed(chance: Chance, add: Add, subnets: readonly Added[]): void {
  const tokens = (event: string) => ({
    httpEndpoint: 'enabled',
    httpTokens: chance.oneOf(event, ['required', 'optional']),
  });
  const [first, second] = subnets;
  add(HOST, 'host', {
    subnetId: first?.ref('id'),
    associatePublicIpAddress: chance.is('the host is public', 0.2),
    metadataOptions: tokens('tokens of the host'),
  });
  const associatePublicIpAddress = chance.oneOf('the template is public', ['false', 'false', 'true']);
  add(TEMPLATE, 'template', {
    networkInterfaces: [{ associatePublicIpAddress }],
    metadataOptions: tokens('tokens of the template'),
  });
  const members = chance.oneOf('the database stands in', [[first], [second], [first, second]]);
  const subnetIds = members.flatMap((one) => (one ? [one.ref('id')] : []));
  const group = add(DATABASE_GROUP, 'databases', { name: 'databases', subnetIds }, { id: 'databases' });
  const publiclyAccessible = chance.is('the database is public', 0.2);
  add(DATABASE, 'database', { engine: 'postgres', dbSubnetGroupName: group.ref('name'), publiclyAccessible });
}

function acl(chance: Chance, add: Add, vpc: Added): void {
  const line = (at: string) => ({
    action: chance.oneOf(`${at} action`, ['allow', 'allow', 'deny']),
    protocol: 'tcp',
    ...ports(chance, `${at} ports`),
    cidrBlock: range(chance, `${at} from`),
  });
  const ingress = [100, 110]
    .slice(0, chance.oneOf('lines', [1, 2]))
    .map((ruleNo) => ({ ruleNo, ...line(`line ${ruleNo}`) }));
  const one = add(ACL, 'acl', { vpcId: vpc.ref('id'), ingress });
  if (!chance.is('a line of its own')) return;
  const { action, ...rest } = line('own line');
  const egress = chance.is('the own line goes out', 0.3);
  add(ACL_RULE, 'acl-rule', { ...rest, networkAclId: one.ref('id'), ruleNumber: 90, ruleAction: action, egress });
}

function edge(chance: Chance, add: Add): void {
  const loadBalancerType = chance.oneOf('the balancer is', ['application', 'application', 'network']);
  const balancer = add(BALANCER, 'balancer', { loadBalancerType, internal: chance.is('the balancer is inside', 0.3) });
  const stage = add(STAGE, 'stage', { restApi: 'a1', stageName: 'live', deployment: 'd1' });
  const cloudwatchMetricsEnabled = !chance.is('nothing is measured', 0.2);
  const visibilityConfig = { cloudwatchMetricsEnabled, metricName: 'web', sampledRequestsEnabled: true };
  const measured = { ...visibilityConfig, cloudwatchMetricsEnabled: true };
  const core = {
    vendorName: 'AWS',
    name: chance.oneOf('managed', ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesSQLiRuleSet']),
  };
  const managed = {
    name: 'core',
    priority: 1,
    overrideAction: { none: {} },
    visibilityConfig: measured,
    statement: { managedRuleGroupStatement: core },
  };
  const limit = {
    name: 'rate',
    priority: 2,
    action: { block: {} },
    visibilityConfig: measured,
    statement: { rateBasedStatement: { limit: 2000 } },
  };
  const rules = [...(chance.is('managed rules', 0.8) ? [managed] : []), ...(chance.is('a limit', 0.8) ? [limit] : [])];
  const web = add(WEB_ACL, 'web', { scope: 'REGIONAL', defaultAction: { allow: {} }, rules, visibilityConfig });
  if (chance.is('logs', 0.8))
    add(WEB_LOGS, 'web-logs', {
      resourceArn: web.ref('arn'),
      logDestinationConfigs: ['arn:aws:logs:us-east-1:1:log-group:aws-waf-logs-web'],
    });
  for (const [name, guarded] of [
    ['balancer', balancer],
    ['stage', stage],
  ] as const)
    if (chance.is(`${name} is guarded`))
      add(GUARD, `${name}-guard`, { webAclArn: web.ref('arn'), resourceArn: guarded.ref('arn') });
}

function open(chance: Chance, add: Add): void {
  const flags = () => Object.fromEntries(FLAGS.map((flag) => [flag, !chance.is(`docs ${flag}`, 0.1)]));
  const bucket = add(BUCKET, 'docs', { bucket: 'docs' }, { id: 'docs' });
  add(BLOCK, 'docs-block', { bucket: bucket.ref('id'), ...flags() });
  add(URL, 'url', { functionName: 'orders', authorizationType: chance.oneOf('url', ['AWS_IAM', 'NONE']) });
  const publicAccessCidrs = chance.oneOf('cluster for', [
    ['0.0.0.0/0'],
    ['203.0.113.0/24'],
    ['203.0.113.0/24', '0.0.0.0/0'],
  ]);
  add(EKS, 'cluster', {
    vpcConfig: {
      subnetIds: ['subnet-1'],
      endpointPublicAccess: chance.is('cluster is public', 0.7),
      publicAccessCidrs,
    },
  });
}

const isWorld = (text: PropertyValue | undefined) => text === '0.0.0.0/0' || text === '::/0';

/** The lines that let something in, whatever form they have: ports and whether anyone may come. */
function linesOf(one: CheckpointResource, all: readonly CheckpointResource[]) {
  const line = (from: PropertyValue | undefined, to: PropertyValue | undefined, isOpen: boolean) => ({
    from: Number(from),
    to: Number(to),
    isOpen,
  });
  const inRule = (rule: CheckpointResource) =>
    line(told(rule, 'fromPort'), told(rule, 'toPort'), items(rule, 'cidrBlocks').some(isWorld));
  const inNew = (rule: CheckpointResource) =>
    line(
      told(rule, 'fromPort'),
      told(rule, 'toPort'),
      isWorld(told(rule, 'cidrIpv4')) || isWorld(told(rule, 'cidrIpv6')),
    );
  if (one.type === RULE) return [inRule(one)];
  if (one.type === INGRESS) return [inNew(one)];
  return [
    ...items(one, 'ingress').map((item) =>
      line(of(item, 'fromPort'), of(item, 'toPort'), (of(item, 'cidrBlocks') as PropertyValue[]).some(isWorld)),
    ),
    ...pointing(all, RULE, 'securityGroupId', told(one, 'id'))
      .filter((rule) => told(rule, 'type') === 'ingress')
      .map(inRule),
    ...pointing(all, INGRESS, 'securityGroupId', told(one, 'id')).map(inNew),
  ];
}

/** Of the lines that are open to anyone, whether each port is one that may be. */
function ingress(
  one: CheckpointResource,
  all: readonly CheckpointResource[],
  isAllowed: (from: number, to: number) => boolean,
): CaseVerdict {
  if (one.type === RULE && told(one, 'type') === 'egress') return 'not-applicable';
  return linesOf(one, all).some(({ from, to, isOpen }) => isOpen && !isAllowed(from, to)) ? 'fail' : 'pass';
}

const holds = (from: number, to: number, port: number) => from <= port && port <= to;

function isPublicSubnet(id: PropertyValue | undefined, all: readonly CheckpointResource[]): boolean {
  const tables = pointing(all, ASSOCIATION, 'subnetId', id).map((one) => told(one, 'routeTableId'));
  const gateways = ofType(all, TABLE)
    .filter((table) => tables.includes(told(table, 'id')))
    .flatMap((table) => items(table, 'routes').map((route) => of(route, 'gatewayId')));
  const separate = ofType(all, ROUTE).filter((route) => tables.includes(told(route, 'routeTableId')));
  return [...gateways, ...separate.map((route) => told(route, 'gatewayId'))].some((gateway) => gateway !== undefined);
}

/** The first line that is for everyone and for the port decides. */
function isAllowedBy(one: CheckpointResource, all: readonly CheckpointResource[], port: number): boolean {
  const own = pointing(all, ACL_RULE, 'networkAclId', told(one, 'id')).filter((rule) => told(rule, 'egress') !== true);
  const lines = [
    ...own.map((rule) => ({
      no: Number(told(rule, 'ruleNumber')),
      action: told(rule, 'ruleAction'),
      from: told(rule, 'fromPort'),
      to: told(rule, 'toPort'),
      cidr: told(rule, 'cidrBlock'),
    })),
    ...items(one, 'ingress').map((item) => ({
      no: Number(of(item, 'ruleNo')),
      action: of(item, 'action'),
      from: of(item, 'fromPort'),
      to: of(item, 'toPort'),
      cidr: of(item, 'cidrBlock'),
    })),
  ].sort((a, b) => a.no - b.no);
  const first = lines.find(({ from, to, cidr }) => isWorld(cidr) && holds(Number(from), Number(to), port));
  return first?.action === 'allow';
}

/** Written from the catalogue's sentences; what a sentence leaves open is not judged. */
export const NETWORK: Oracle = {
  stack: (chance, name) =>
    stackOf({ name }, (add) => {
      groups(chance, add);
      network(chance, add);
      edge(chance, add);
      open(chance, add);
    }),
  judges: {
    'NET-01': judging([GROUP, RULE, INGRESS], {
      resource: (one, all) => ingress(one, all, (from, to) => !holds(from, to, 22) && !holds(from, to, 3389)),
    }),
    'NET-02': judging([GROUP, RULE, INGRESS], {
      resource: (one, all) => ingress(one, all, (from, to) => from === to && [80, 443].includes(from)),
    }),
    'NET-03': judging([VPC], {
      resource(one, all) {
        const own = pointing(all, DEFAULT_GROUP, 'vpcId', told(one, 'id'));
        return own.some((group) => items(group, 'ingress').length + items(group, 'egress').length === 0)
          ? 'pass'
          : 'fail';
      },
    }),
    'NET-04': judging([ACL], {
      resource: (one, all) => ([22, 3389].some((port) => isAllowedBy(one, all, port)) ? 'fail' : 'pass'),
    }),
    'NET-05': judging([VPC], {
      resource(one, all) {
        const logs = pointing(all, FLOW_LOG, 'vpcId', told(one, 'id')).map((log) => told(log, 'trafficType'));
        return logs.includes('ALL') || logs.includes('REJECT') ? 'pass' : 'fail';
      },
    }),
    'NET-06': judging([SUBNET, HOST, TEMPLATE], {
      resource(one, all) {
        if (one.type === TEMPLATE) {
          const given = items(one, 'networkInterfaces').map((item) => of(item, 'associatePublicIpAddress'));
          return given.includes('true') ? 'fail' : 'pass';
        }
        if (one.type === HOST) {
          const isPublic = told(one, 'associatePublicIpAddress') === true || isPublicSubnet(told(one, 'subnetId'), all);
          return isPublic ? 'fail' : 'pass';
        }
        if (told(one, 'mapPublicIpOnLaunch') === true) return 'fail';
        if (!isPublicSubnet(told(one, 'id'), all)) return 'pass';
        const databases = ofType(all, DATABASE_GROUP).filter((group) =>
          items(group, 'subnetIds').includes(told(one, 'id') ?? ''),
        );
        const hosts = pointing(all, HOST, 'subnetId', told(one, 'id'));
        // the subnet, or what stands in it: the sentence does not say which of the two is judged
        return databases.length + hosts.length > 0 ? undefined : 'pass';
      },
    }),
    'NET-07': judging([HOST, TEMPLATE], {
      resource: (one) => (told(one, 'metadataOptions', 'httpTokens') === 'required' ? 'pass' : 'fail'),
    }),
    'NET-08': judging([BALANCER, STAGE], {
      resource(one, all) {
        const isMeant =
          one.type === STAGE || (told(one, 'loadBalancerType') === 'application' && told(one, 'internal') !== true);
        if (!isMeant) return 'not-applicable';
        return pointing(all, GUARD, 'resourceArn', told(one, 'arn')).length > 0 ? 'pass' : 'fail';
      },
    }),
    'NET-09': judging([WEB_ACL], {
      resource(one, all) {
        const statements = items(one, 'rules').map((rule) => of(rule, 'statement') ?? {});
        const hasCore = statements.some(
          (statement) =>
            of(of(statement, 'managedRuleGroupStatement') ?? {}, 'name') === 'AWSManagedRulesCommonRuleSet',
        );
        const hasLimit = statements.some((statement) => of(statement, 'rateBasedStatement') !== undefined);
        const isMeasured = told(one, 'visibilityConfig', 'cloudwatchMetricsEnabled') === true;
        const isLogged = pointing(all, WEB_LOGS, 'resourceArn', told(one, 'arn')).length > 0;
        return hasCore && hasLimit && isMeasured && isLogged ? 'pass' : 'fail';
      },
    }),
    'NET-12': judging([DATABASE], {
      resource(one, all) {
        const [group] = pointing(all, DATABASE_GROUP, 'name', told(one, 'dbSubnetGroupName'));
        const stands = group === undefined ? [] : items(group, 'subnetIds');
        return told(one, 'publiclyAccessible') === true || stands.some((id) => isPublicSubnet(id, all))
          ? 'fail'
          : 'pass';
      },
    }),
    'NET-13': judging([BUCKET], {
      resource(one, all) {
        const [block] = pointing(all, BLOCK, 'bucket', told(one, 'id'));
        return block !== undefined && FLAGS.every((flag) => told(block, flag) === true) ? 'pass' : 'fail';
      },
    }),
    'NET-14': judging([URL, EKS], {
      resource(one) {
        if (one.type === URL) return told(one, 'authorizationType') === 'NONE' ? 'fail' : 'pass';
        if (told(one, 'vpcConfig', 'endpointPublicAccess') !== true) return 'pass';
        return items(one, 'vpcConfig', 'publicAccessCidrs').some(isWorld) ? 'fail' : 'pass';
      },
    }),
  },
};

/** A judge of some types only: other resources are read to judge these. */
function judging(types: readonly string[], judge: Judge): Judge {
  return { resource: (one, all) => (types.includes(one.type) ? judge.resource?.(one, all) : undefined) };
}
