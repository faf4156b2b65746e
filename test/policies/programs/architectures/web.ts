import * as aws from '@pulumi/aws';
import { balancerOf, groupOf, ids, networkOf, roleOf, type Site } from './parts.ts';

/** Balancer, fleet and database in one region. */
export function threeTiers(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site);
  const { balancer, targets } = balancerOf(site, network);
  const role = roleOf(site, 'ec2.amazonaws.com', 'AmazonSSMManagedInstanceCore');
  const profile = new aws.iam.InstanceProfile(name('profile'), { role: role.name }, opts);
  const template = new aws.ec2.LaunchTemplate(
    name('template'),
    {
      imageId: 'ami-0e5a6d21c0ffee101',
      instanceType: 'm7g.large',
      iamInstanceProfile: { arn: profile.arn },
      blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: 20, volumeType: 'gp3', encrypted: 'true' } }],
      metadataOptions: { httpTokens: 'required', httpEndpoint: 'enabled' },
      vpcSecurityGroupIds: [groupOf(site, network.vpc, 'app', 8080).id],
    },
    opts,
  );
  const fleet = new aws.autoscaling.Group(
    name('fleet'),
    {
      minSize: 2,
      maxSize: 8,
      vpcZoneIdentifiers: ids(network.privates),
      targetGroupArns: [targets.arn],
      healthCheckType: 'ELB',
      launchTemplate: { id: template.id, version: '$Latest' },
      tags: [{ key: 'tier', value: '1', propagateAtLaunch: true }],
    },
    opts,
  );
  const targetTrackingConfiguration = {
    targetValue: 60,
    predefinedMetricSpecification: { predefinedMetricType: 'ASGAverageCPUUtilization' },
  };
  const policy = { autoscalingGroupName: fleet.name, policyType: 'TargetTrackingScaling', targetTrackingConfiguration };
  new aws.autoscaling.Policy(name('scaling'), policy, opts);
  const subnets = new aws.rds.SubnetGroup(name('subnets'), { subnetIds: ids(network.privates) }, opts);
  new aws.rds.Instance(
    name('db'),
    {
      engine: 'mysql',
      engineVersion: '8.4.8',
      instanceClass: 'db.m7g.large',
      allocatedStorage: 50,
      username: 'web',
      password: 'correct-horse-battery',
      dbSubnetGroupName: subnets.name,
      skipFinalSnapshot: true,
    },
    opts,
  );
  const zone = new aws.route53.Zone(name('zone'), { name: 'shop.example.com' }, opts);
  const aliases = [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }];
  new aws.route53.Record(name('www'), { zoneId: zone.zoneId, name: 'www.shop.example.com', type: 'A', aliases }, opts);
}

/** A site of files behind CloudFront, with its certificate and web ACL. */
export function staticSite(site: Site): void {
  const { name, opts } = site;
  const bucket = new aws.s3.Bucket(name('files'), {}, opts);
  const access = { originAccessControlOriginType: 's3', signingBehavior: 'always', signingProtocol: 'sigv4' };
  const control = new aws.cloudfront.OriginAccessControl(name('access'), { name: name('access'), ...access }, opts);
  const certificate = new aws.acm.Certificate(
    name('certificate'),
    { domainName: 'www.shop.example.com', validationMethod: 'DNS' },
    opts,
  );
  const metrics = { cloudwatchMetricsEnabled: true, metricName: 'site', sampledRequestsEnabled: true };
  const acl = new aws.wafv2.WebAcl(
    name('acl'),
    { scope: 'CLOUDFRONT', defaultAction: { allow: {} }, visibilityConfig: metrics },
    opts,
  );
  const forwardedValues = { queryString: false, cookies: { forward: 'none' } };
  new aws.cloudfront.Distribution(
    name('site'),
    {
      enabled: true,
      defaultRootObject: 'index.html',
      aliases: ['www.shop.example.com'],
      webAclId: acl.arn,
      origins: [{ originId: 'files', domainName: bucket.bucketRegionalDomainName, originAccessControlId: control.id }],
      defaultCacheBehavior: {
        targetOriginId: 'files',
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: ['GET', 'HEAD'],
        cachedMethods: ['GET', 'HEAD'],
        forwardedValues,
      },
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: { acmCertificateArn: certificate.arn, sslSupportMethod: 'sni-only' },
    },
    opts,
  );
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: '*',
  };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  new aws.s3.BucketPolicy(name('policy'), { bucket: bucket.id, policy }, opts);
}

/** Sessions in a cache behind a network balancer, files on a shared file system. */
export function sessions(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site, 'abc');
  const cacheSubnets = new aws.elasticache.SubnetGroup(name('subnets'), { subnetIds: ids(network.privates) }, opts);
  new aws.elasticache.ReplicationGroup(
    name('sessions'),
    {
      description: 'sessions',
      engine: 'valkey',
      engineVersion: '8.0',
      nodeType: 'cache.m7g.large',
      numCacheClusters: 3,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
      subnetGroupName: cacheSubnets.name,
    },
    opts,
  );
  const files = new aws.efs.FileSystem(name('files'), { encrypted: true }, opts);
  network.privates.forEach((subnet, index) => {
    new aws.efs.MountTarget(name(`mount-${index}`), { fileSystemId: files.id, subnetId: subnet.id }, opts);
  });
  const balancer = { loadBalancerType: 'network', internal: true, subnets: ids(network.privates) };
  new aws.lb.LoadBalancer(name('nlb'), balancer, opts);
}

/** One host with what it needs, as many begin. */
export function oneHost(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site, 'a');
  const open = [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['0.0.0.0/0'] }];
  const group = new aws.ec2.SecurityGroup(name('open'), { vpcId: network.vpc.id, ingress: open }, opts);
  const pair = new aws.ec2.KeyPair(
    name('pair'),
    { publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ== shop' },
    opts,
  );
  const host = new aws.ec2.Instance(
    name('host'),
    {
      ami: 'ami-0e5a6d21c0ffee101',
      instanceType: 'm4.large',
      keyName: pair.keyName,
      subnetId: network.publics[0]?.id ?? '',
      vpcSecurityGroupIds: [group.id],
    },
    opts,
  );
  const volume = new aws.ebs.Volume(name('data'), { availabilityZone: 'us-east-1a', size: 50, type: 'gp2' }, opts);
  const attached = { deviceName: '/dev/sdf', instanceId: host.id, volumeId: volume.id };
  new aws.ec2.VolumeAttachment(name('attached'), attached, opts);
  new aws.ec2.Eip(name('address'), { domain: 'vpc', instance: host.id }, opts);
}
