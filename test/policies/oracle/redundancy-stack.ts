import { type Add, type Added, type CaseStack, type Given, stackOf } from '../cases/build.ts';
import type { Chance } from './build.ts';

export const LB = 'aws:lb/loadBalancer:LoadBalancer';
export const CLASSIC = 'aws:elb/loadBalancer:LoadBalancer';
export const TARGETS = 'aws:lb/targetGroup:TargetGroup';
export const LISTENER = 'aws:lb/listener:Listener';
export const LISTENER_RULE = 'aws:lb/listenerRule:ListenerRule';
export const ATTACHMENT = 'aws:lb/targetGroupAttachment:TargetGroupAttachment';
export const FLEET = 'aws:autoscaling/group:Group';
export const FLEET_ATTACHMENT = 'aws:autoscaling/attachment:Attachment';
export const SERVICE = 'aws:ecs/service:Service';
export const SUBNET = 'aws:ec2/subnet:Subnet';
export const TABLE = 'aws:dynamodb/table:Table';
export const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';
export const CACHE_GROUP = 'aws:elasticache/subnetGroup:SubnetGroup';

type Props = Readonly<Record<string, Given | undefined>>;

/** A stack with the types of redundancy: each there or not, in good and bad forms, with none, one or two partners. */
export function randomRedundancy(chance: Chance, name: string): CaseStack {
  return stackOf({ name }, (add) => {
    const make = new Maker(chance, add);
    const parts = [
      make.balancers,
      make.fleets,
      make.databases,
      make.caches,
      make.tables,
      make.ways,
      make.compute,
      make.names,
    ];
    for (const part of parts) part.call(make);
  });
}

class Maker {
  readonly #chance: Chance;
  readonly #add: Add;
  readonly #subnets: readonly Added[];

  constructor(chance: Chance, add: Add) {
    this.#chance = chance;
    this.#add = add;
    this.#subnets = [0, 1, 2, 3].map((index) =>
      add(SUBNET, `subnet-${index}`, {
        vpcId: 'vpc-01',
        availabilityZone: `us-east-1${this.one(`zone ${index}`, ['a', 'b', 'c'])}`,
      }),
    );
  }

  one<T>(event: string, choices: readonly T[]): T {
    return this.#chance.oneOf(event, choices);
  }

  is(event: string, share?: number): boolean {
    return this.#chance.is(event, share);
  }

  /** One to four subnets. */
  over(event: string): Given[] {
    const found = this.#subnets.filter((_, index) => this.is(`${event} in ${index}`, 0.6));
    return (found.length > 0 ? found : this.#subnets.slice(0, 1)).map((one) => one.ref('id'));
  }

  tags(event: string): Props {
    const tier = this.one(`${event} tier`, ['1', '2', undefined]);
    const environment = this.one(`${event} environment`, ['prod', 'staging']);
    return { ...(tier !== undefined && { tier }), environment };
  }

  balancers(): void {
    for (const name of ['balancer', 'alias']) {
      const type = name === 'alias' ? 'aws:alb/loadBalancer:LoadBalancer' : LB;
      const balancer = this.#add(type, name, {
        loadBalancerType: this.one(`${name} kind`, ['application', 'network', 'gateway']),
        subnets: this.over(name),
        enableCrossZoneLoadBalancing: this.one(`${name} cross`, [true, false, undefined]),
        enableDeletionProtection: this.one(`${name} protected`, [true, false, undefined]),
        dropInvalidHeaderFields: this.one(`${name} headers`, [true, true, false, undefined]),
        desyncMitigationMode: this.one(`${name} desync`, ['defensive', 'strictest', 'monitor', undefined]),
        tags: this.tags(name),
      });
      this.targets(name, balancer);
    }
    this.#add(CLASSIC, 'classic', {
      listeners: [],
      subnets: this.over('classic'),
      crossZoneLoadBalancing: this.one('classic cross', [true, true, false]),
      connectionDraining: this.one('classic drains', [true, true, false, undefined]),
    });
  }

  targets(name: string, balancer: Added): void {
    const protocol = this.one(`${name} protocol`, ['HTTP', 'HTTPS']);
    const part = <T>(key: string, value: T) => (this.is(`${name} ${key}`, 0.85) ? { [key]: value } : {});
    const checkProtocol = this.one(`${name} check`, ['HTTP', 'HTTPS', undefined]);
    const isSlow = this.is(`${name} slow`, 0.2);
    const healthCheck = {
      ...part('path', '/health'),
      ...part('port', 'traffic-port'),
      ...part('matcher', '200'),
      ...(checkProtocol !== undefined && { protocol: checkProtocol }),
      interval: isSlow ? 300 : 10,
      unhealthyThreshold: isSlow ? 10 : 2,
    };
    const targets = this.#add(TARGETS, `${name}-targets`, {
      port: 8080,
      protocol,
      targetType: 'instance',
      loadBalancingCrossZoneEnabled: this.one(`${name} spread`, [
        'true',
        'false',
        'use_load_balancer_configuration',
        undefined,
      ]),
      ...(this.is(`${name} checked`, 0.9) && { healthCheck }),
    });
    this.listeners(name, balancer, targets);
    const hands = this.one(`${name} hands`, [0, 1, 2]);
    for (let index = 0; index < hands; index++)
      this.#add(ATTACHMENT, `${name}-target-${index}`, {
        targetGroupArn: targets.ref('arn'),
        targetId: `i-0${name}${index}`,
      });
    if (this.is(`${name} fleet`)) this.fleet(`${name}-fleet`, targets);
  }

  listeners(name: string, balancer: Added, targets: Added): void {
    const forward = { type: 'forward', targetGroupArn: targets.ref('arn') };
    const weighted = { type: 'forward', forward: { targetGroups: [{ arn: targets.ref('arn'), weight: 1 }] } };
    const redirect = (protocol: string) => ({
      type: 'redirect',
      redirect: { protocol, port: '443', statusCode: 'HTTP_301' },
    });
    const actions = [forward, weighted, redirect('HTTPS'), redirect('HTTPS'), redirect('HTTP')];
    for (const protocol of ['HTTP', 'HTTPS']) {
      if (this.is(`${name} no ${protocol}`, 0.25)) continue;
      const listener = this.#add(LISTENER, `${name}-${protocol}`, {
        loadBalancerArn: balancer.ref('arn'),
        protocol,
        port: protocol === 'HTTP' ? 80 : 443,
        ...(protocol === 'HTTPS' && { sslPolicy: this.one(`${name} policy`, POLICIES) }),
        defaultActions: [this.one(`${name} ${protocol} action`, actions)],
      });
      if (this.is(`${name} ${protocol} rule`, 0.2))
        this.#add(LISTENER_RULE, `${name}-${protocol}-rule`, {
          listenerArn: listener.ref('arn'),
          actions: [forward],
          conditions: [],
        });
    }
  }

  fleets(): void {
    this.fleet('workers');
    this.fleet('others');
  }

  fleet(name: string, targets?: Added): void {
    const min = this.one(`${name} min`, [1, 2, 2, 3, 4]);
    const types = this.one(`${name} types`, [['m7g.large'], ['m7g.large', 'm6g.large'], ['m7g.large', 'm6g.large']]);
    const overrides = types.map((instanceType) => ({ instanceType }));
    const launchTemplate = { launchTemplateSpecification: { launchTemplateId: 'lt-01', version: '1' }, overrides };
    const isOld = this.is(`${name} old`, 0.15);
    const attached = this.one(`${name} attached`, ['inline', 'beside']);
    const fleet = this.#add(FLEET, name, {
      minSize: min,
      maxSize: min + this.one(`${name} room`, [0, 1, 2, 4]),
      vpcZoneIdentifiers: this.over(name),
      healthCheckType: this.one(`${name} health`, ['ELB', 'ELB', 'EC2', undefined]),
      healthCheckGracePeriod: this.one(`${name} grace`, [120, 120, 0]),
      ...(isOld ? { launchConfiguration: 'old' } : { mixedInstancesPolicy: { launchTemplate } }),
      ...(targets && attached === 'inline' && { targetGroupArns: [targets.ref('arn')] }),
      tags: [{ key: 'tier', value: this.one(`${name} tier`, ['1', '2']), propagateAtLaunch: true }],
    });
    if (targets === undefined || attached === 'inline') return;
    this.#add(FLEET_ATTACHMENT, `${name}-attachment`, {
      autoscalingGroupName: fleet.ref('id'),
      lbTargetGroupArn: targets.ref('arn'),
    });
  }

  databases(): void {
    const source = this.#add('aws:rds/instance:Instance', 'database', {
      engine: 'postgres',
      identifier: 'shop',
      multiAz: this.one('standby', [true, false, undefined]),
    });
    if (this.is('replica'))
      this.#add('aws:rds/instance:Instance', 'replica', {
        replicateSourceDb: source.ref('identifier'),
        multiAz: false,
      });
    const cluster = this.#add('aws:rds/cluster:Cluster', 'cluster', { engine: 'aurora-postgresql' });
    for (let index = 0; index < this.one('members', [1, 2, 2, 3]); index++) {
      this.#add(MEMBER, `member-${index}`, {
        clusterIdentifier: cluster.ref('id'),
        instanceClass: 'db.r7g.large',
        availabilityZone: `us-east-1${this.one(`member ${index}`, ['a', 'b'])}`,
      });
    }
    this.#add('aws:rds/subnetGroup:SubnetGroup', 'databases', {
      subnetIds: this.over('databases'),
      tags: this.tags('databases'),
    });
  }

  caches(): void {
    const group = this.#add(
      CACHE_GROUP,
      'cache-group',
      { name: 'caches', subnetIds: this.over('caches') },
      { id: 'caches' },
    );
    const sharded = { numNodeGroups: 2, replicasPerNodeGroup: this.one('replicas', [0, 1, 2]) };
    this.#add('aws:elasticache/replicationGroup:ReplicationGroup', 'cache', {
      description: 'carts',
      automaticFailoverEnabled: this.one('failover', [true, true, false, undefined]),
      multiAzEnabled: this.one('zones', [true, true, false, undefined]),
      ...(this.is('sharded') ? sharded : { numCacheClusters: this.one('nodes', [1, 2, 3]) }),
      subnetGroupName: group.ref('id'),
      tags: this.tags('cache'),
    });
    const clusterConfig = {
      instanceCount: this.one('nodes of the domain', [2, 3, 3, 6]),
      zoneAwarenessEnabled: this.one('aware', [true, true, true, false]),
      dedicatedMasterEnabled: this.one('masters', [true, true, true, false]),
      dedicatedMasterCount: this.one('count of masters', [3, 3, 3, 2]),
    };
    this.#add('aws:opensearch/domain:Domain', 'search', this.is('configured', 0.9) ? { clusterConfig } : {});
  }

  tables(): void {
    for (const name of ['orders', 'carts']) {
      const billingMode = this.one(`${name} billing`, [
        'PAY_PER_REQUEST',
        'PROVISIONED',
        'PROVISIONED',
        'PROVISIONED',
        undefined,
      ]);
      this.#add(
        TABLE,
        name,
        { name, hashKey: 'id', attributes: [{ name: 'id', type: 'S' }], billingMode },
        { id: name },
      );
      for (const capacity of ['Read', 'Write']) {
        const scalableDimension = `dynamodb:table:${capacity}CapacityUnits`;
        const of = { serviceNamespace: 'dynamodb', scalableDimension, resourceId: `table/${name}` };
        if (this.is(`${name} ${capacity} target`, 0.8))
          this.#add('aws:appautoscaling/target:Target', `${name}-${capacity}-target`, {
            ...of,
            minCapacity: 5,
            maxCapacity: 50,
          });
        if (this.is(`${name} ${capacity} policy`, 0.8))
          this.#add('aws:appautoscaling/policy:Policy', `${name}-${capacity}-policy`, {
            ...of,
            policyType: 'TargetTrackingScaling',
          });
      }
    }
  }

  /** Routes of the subnets: out by a NAT gateway, by an internet gateway, or nowhere. */
  ways(): void {
    const nats = this.#subnets.slice(0, 2).map((subnet, index) =>
      this.#add('aws:ec2/natGateway:NatGateway', `nat-${index}`, {
        allocationId: `eipalloc-0${index}`,
        subnetId: subnet.ref('id'),
      }),
    );
    for (const [index, subnet] of this.#subnets.entries()) {
      const way = this.one(`way ${index}`, ['nat', 'nat', 'internet', 'nowhere', 'beside']);
      const natGatewayId = nats[this.one(`nat of ${index}`, [0, 1])]?.ref('id');
      const route = way === 'nat' ? { natGatewayId } : { gatewayId: 'igw-0123456789abcdef0' };
      const isInline = way === 'nat' || way === 'internet';
      const table = this.#add('aws:ec2/routeTable:RouteTable', `table-${index}`, {
        vpcId: 'vpc-01',
        ...(isInline && { routes: [{ cidrBlock: '0.0.0.0/0', ...route }] }),
      });
      const routeTableId = table.ref('id');
      if (way === 'beside')
        this.#add('aws:ec2/route:Route', `route-${index}`, {
          routeTableId,
          destinationCidrBlock: '0.0.0.0/0',
          natGatewayId,
        });
      this.#add('aws:ec2/routeTableAssociation:RouteTableAssociation', `way-${index}`, {
        subnetId: subnet.ref('id'),
        routeTableId,
      });
    }
  }

  compute(): void {
    const breaker = this.one('breaker', [
      { enable: true, rollback: true },
      { enable: true, rollback: true },
      { enable: false, rollback: false },
      undefined,
    ]);
    this.#add(SERVICE, 'service', {
      desiredCount: this.one('tasks', [1, 2, 3]),
      networkConfiguration: { subnets: this.over('service') },
      deploymentCircuitBreaker: breaker,
    });
    const subnetIds = this.over('function');
    const inNetwork = this.is('in the network', 0.8) && { vpcConfig: { subnetIds, securityGroupIds: ['sg-01'] } };
    this.#add('aws:lambda/function:Function', 'function', { role: 'role', ...inNetwork });
    this.#add('aws:ec2/vpcEndpoint:VpcEndpoint', 'endpoint', {
      vpcId: 'vpc-01',
      serviceName: 'sqs',
      vpcEndpointType: this.one('endpoint kind', ['Interface', 'Interface', 'Gateway']),
      subnetIds: this.over('endpoint'),
    });
    const scalingConfig = { minSize: 2, desiredSize: 2, maxSize: 4 };
    this.#add('aws:eks/nodeGroup:NodeGroup', 'nodes', {
      clusterName: 'shop',
      nodeRoleArn: 'role',
      scalingConfig,
      subnetIds: this.over('nodes'),
    });
    const subnetMappings = this.over('firewall').map((subnetId) => ({ subnetId }));
    this.#add('aws:networkfirewall/firewall:Firewall', 'firewall', {
      firewallPolicyArn: 'policy',
      vpcId: 'vpc-01',
      subnetMappings,
    });
    const files = this.#add('aws:efs/fileSystem:FileSystem', 'files', { encrypted: true });
    for (const [index, subnetId] of this.over('files').entries())
      this.#add('aws:efs/mountTarget:MountTarget', `mount-${index}`, { fileSystemId: files.ref('id'), subnetId });
  }

  names(): void {
    const tags = this.tags('names');
    const zone = this.#add(
      'aws:route53/zone:Zone',
      'zone',
      { name: 'example.com', tags },
      { computed: { zoneId: 'Z0EXAMPLE' } },
    );
    const weighted = this.is('weighted', 0.7);
    const checks = this.is('checks', 0.6);
    for (const setIdentifier of weighted ? ['one', 'two'] : ['one']) {
      this.#add('aws:route53/record:Record', `name-${setIdentifier}`, {
        zoneId: zone.ref('zoneId'),
        name: 'shop.example.com',
        type: 'A',
        ttl: 60,
        records: ['203.0.113.7'],
        ...(weighted && { setIdentifier, weightedRoutingPolicies: [{ weight: 50 }] }),
        ...(weighted && checks && { healthCheckId: `check-${setIdentifier}` }),
      });
    }
    this.#add('aws:route53/record:Record', 'mail', {
      zoneId: zone.ref('zoneId'),
      name: 'example.com',
      type: 'TXT',
      ttl: 60,
      records: ['-'],
    });
    const members = this.one('origins', [['first'], ['first', 'second'], ['first', 'second']]).map((originId) => ({
      originId,
    }));
    const group = { originId: 'both', failoverCriteria: { statusCodes: [500] }, members };
    this.#add('aws:cloudfront/distribution:Distribution', 'distribution', {
      enabled: true,
      origins: ['first', 'second'].map((originId) => ({ originId, domainName: `${originId}.example.com` })),
      originGroups: this.is('grouped', 0.8) ? [group] : [],
      defaultCacheBehavior: { targetOriginId: 'both', viewerProtocolPolicy: 'https-only' },
      tags: this.tags('distribution'),
    });
  }
}

export const POLICIES = [
  'ELBSecurityPolicy-TLS13-1-2-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-2021-06',
  'ELBSecurityPolicy-2016-08',
  'ELBSecurityPolicy-TLS-1-0-2015-04',
];
