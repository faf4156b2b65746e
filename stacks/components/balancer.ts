import { Listener } from '@pulumi/aws/lb/listener.js';
import { LoadBalancer } from '@pulumi/aws/lb/loadBalancer.js';
import { TargetGroup } from '@pulumi/aws/lb/targetGroup.js';
import { all, ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { nameAt, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';
import type { LogGrant } from './log-bucket.ts';

/** The site's way in: a balancer over the public subnets that ends TLS and asks each instance for its health. */
export class Balancer extends ComponentResource {
  readonly dnsName: Output<string>;
  readonly zoneId: Output<string>;
  readonly arn: Output<string>;
  /** What metrics name the balancer and its group by. */
  readonly arnSuffix: Output<string>;
  readonly targetGroupSuffix: Output<string>;
  readonly targetGroupArn: Output<string>;

  constructor(name: string, args: BalancerArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:Balancer', name, {}, options);
    const { place } = args;
    const unprotected = place.unprotected.has(`${name}-balancer`);
    const balancer = new LoadBalancer(
      `${name}-balancer`,
      {
        name: nameAt(place, 'balancer'),
        loadBalancerType: 'application',
        internal: false,
        subnets: [...args.subnetIds],
        securityGroups: [args.securityGroupId],
        dropInvalidHeaderFields: true,
        desyncMitigationMode: 'defensive',
        enableDeletionProtection: !unprotected,
        accessLogs: { bucket: args.accessLogBucket, prefix: place.prefix, enabled: true },
        tags: tagsOf(place, 'balancer'),
      },
      { parent: this, protect: !unprotected },
    );
    const group = targetGroup(`${name}-targets`, args, { parent: this });
    const listener = new Listener(
      `${name}-tls`,
      {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: 'HTTPS',
        sslPolicy: TLS_POLICY,
        certificateArn: args.certificateArn,
        defaultActions: [{ type: 'forward', targetGroupArn: group.arn }],
        tags: tagsOf(place, 'balancer', `${place.prefix}-tls`),
      },
      { parent: this },
    );
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.targetGroupSuffix = group.arnSuffix;
    // known only with the listener: a group that no listener uses is never asked for its targets' health
    this.targetGroupArn = all([group.arn, listener.arn]).apply(([arn]) => arn);
    this.registerOutputs({ dnsName: this.dnsName });
  }
}

export interface BalancerArgs {
  readonly place: SitePlace;
  readonly vpcId: Output<string>;
  readonly subnetIds: readonly Output<string>[];
  readonly securityGroupId: Output<string>;
  readonly certificateArn: Input<string>;
  /** In the site's region. */
  readonly accessLogBucket: Input<string>;
}

/** What balancers and buckets of a region need of the bucket of their access logs. Source: "Permissions for log delivery", Amazon S3 User Guide, and "Enable access logs", Application Load Balancers guide (read 2026-11). */
export function accessLogGrants(account: string, region: string): LogGrant[] {
  const balancers = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/*`;
  return [
    {
      service: 'logdelivery.elasticloadbalancing.amazonaws.com',
      actions: ['s3:PutObject'],
      path: `*/AWSLogs/${account}/*`,
      condition: { ArnLike: { 'aws:SourceArn': balancers } },
    },
    {
      service: 'logging.s3.amazonaws.com',
      actions: ['s3:PutObject'],
      path: 's3/*',
      condition: { StringEquals: { 'aws:SourceAccount': account } },
    },
  ];
}

/** TLS 1.2 and 1.3 with forward secrecy; AWS's recommended policy (elasticloadbalancing, describe-ssl-policies). */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

function targetGroup(name: string, { place, vpcId }: BalancerArgs, options: ComponentResourceOptions): TargetGroup {
  const { port, healthPath } = place.system.service;
  return new TargetGroup(
    name,
    {
      // the port cannot be changed in place: a new one makes a new group, which needs a name of its own
      name: nameAt(place, 'targetGroup', port),
      port,
      protocol: 'HTTP',
      targetType: 'instance',
      vpcId,
      deregistrationDelay: 30,
      healthCheck: {
        enabled: true,
        port: 'traffic-port',
        protocol: 'HTTP',
        path: healthPath,
        matcher: '200',
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags: tagsOf(place, 'balancer'),
    },
    options,
  );
}
