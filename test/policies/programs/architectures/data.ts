import * as aws from '@pulumi/aws';
import { groupOf, ids, networkOf, roleOf, type Site } from './parts.ts';

/** A database in two zones with a replica, its parameters and its secret. */
export function relational(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site);
  const subnets = new aws.rds.SubnetGroup(name('subnets'), { subnetIds: ids(network.privates) }, opts);
  const key = new aws.kms.Key(name('key'), { enableKeyRotation: true }, opts);
  const parameters = new aws.rds.ParameterGroup(name('parameters'), { family: 'postgres16' }, opts);
  const database = new aws.rds.Instance(
    name('db'),
    {
      engine: 'postgres',
      engineVersion: '16.6',
      instanceClass: 'db.m7g.large',
      allocatedStorage: 100,
      multiAz: true,
      storageEncrypted: true,
      kmsKeyId: key.arn,
      username: 'shop',
      manageMasterUserPassword: true,
      backupRetentionPeriod: 14,
      dbSubnetGroupName: subnets.name,
      parameterGroupName: parameters.name,
      vpcSecurityGroupIds: [groupOf(site, network.vpc, 'db', 5432).id],
      maintenanceWindow: 'sun:03:00-sun:04:00',
      skipFinalSnapshot: true,
      tags: { tier: '2', environment: 'prod' },
    },
    opts,
  );
  const replica = { replicateSourceDb: database.identifier, instanceClass: 'db.m7g.large', skipFinalSnapshot: true };
  new aws.rds.Instance(name('replica'), replica, opts);
}

/** A cluster of Aurora with two members, and a proxy before it. */
export function aurora(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site, 'abc');
  const subnets = new aws.rds.SubnetGroup(name('subnets'), { subnetIds: ids(network.privates) }, opts);
  const cluster = new aws.rds.Cluster(
    name('cluster'),
    {
      engine: 'aurora-postgresql',
      engineVersion: '16.6',
      databaseName: 'shop',
      masterUsername: 'shop',
      manageMasterUserPassword: true,
      storageEncrypted: true,
      dbSubnetGroupName: subnets.name,
      skipFinalSnapshot: true,
    },
    opts,
  );
  for (const letter of ['a', 'b']) {
    const member = {
      clusterIdentifier: cluster.id,
      engine: 'aurora-postgresql',
      instanceClass: 'db.r6g.large',
    } as const;
    new aws.rds.ClusterInstance(name(letter), member, opts);
  }
  const secret = new aws.secretsmanager.Secret(name('secret'), {}, opts);
  const role = roleOf(site, 'rds.amazonaws.com');
  const auths = [{ authScheme: 'SECRETS', secretArn: secret.arn, iamAuth: 'REQUIRED' }];
  const proxy = { engineFamily: 'POSTGRESQL', roleArn: role.arn, vpcSubnetIds: ids(network.privates), auths };
  new aws.rds.Proxy(name('proxy'), proxy, opts);
}

/** A warehouse of Redshift that reads a lake. */
export function warehouse(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site);
  const subnets = new aws.redshift.SubnetGroup(name('subnets'), { subnetIds: ids(network.privates) }, opts);
  const role = roleOf(site, 'redshift.amazonaws.com', 'AmazonS3ReadOnlyAccess');
  new aws.redshift.Cluster(
    name('cluster'),
    {
      clusterIdentifier: name('cluster'),
      nodeType: 'ra3.large',
      numberOfNodes: 2,
      encrypted: 'true',
      masterUsername: 'shop',
      manageMasterPassword: true,
      iamRoles: [role.arn],
      clusterSubnetGroupName: subnets.name,
      skipFinalSnapshot: true,
    },
    opts,
  );
  new aws.s3.Bucket(name('lake'), {}, opts);
}

/** A stream that Firehose writes into a lake, with its catalogue. */
export function lake(site: Site): void {
  const { name, opts } = site;
  const stream = new aws.kinesis.Stream(name('events'), { streamModeDetails: { streamMode: 'ON_DEMAND' } }, opts);
  const bucket = new aws.s3.Bucket(name('lake'), {}, opts);
  const role = roleOf(site, 'firehose.amazonaws.com');
  new aws.kinesis.FirehoseDeliveryStream(
    name('delivery'),
    {
      destination: 'extended_s3',
      kinesisSourceConfiguration: { kinesisStreamArn: stream.arn, roleArn: role.arn },
      extendedS3Configuration: { roleArn: role.arn, bucketArn: bucket.arn, bufferingInterval: 60 },
    },
    opts,
  );
  const database = new aws.glue.CatalogDatabase(name('catalogue'), { name: 'events' }, opts);
  new aws.glue.CatalogTable(name('table'), { databaseName: database.name, name: 'events' }, opts);
  new aws.athena.Workgroup(name('queries'), { name: name('queries') }, opts);
}

/** Crawlers and jobs of Glue, one after another. */
export function etl(site: Site): void {
  const { name, opts } = site;
  const [raw, clean] = ['raw', 'clean'].map((of) => new aws.s3.Bucket(name(of), {}, opts));
  if (raw === undefined || clean === undefined) return;
  const role = roleOf(site, 'glue.amazonaws.com', 'service-role/AWSGlueServiceRole');
  const database = new aws.glue.CatalogDatabase(name('catalogue'), { name: 'shop' }, opts);
  const path = raw.bucket.apply((of) => `s3://${of}/`);
  const crawler = { databaseName: database.name, role: role.arn, s3Targets: [{ path }] };
  new aws.glue.Crawler(name('crawler'), crawler, opts);
  const command = { name: 'glueetl', scriptLocation: 's3://artifacts/clean.py', pythonVersion: '3' };
  const job = new aws.glue.Job(name('job'), { roleArn: role.arn, command, glueVersion: '5.0' }, opts);
  new aws.glue.Trigger(
    name('nightly'),
    { type: 'SCHEDULED', schedule: 'cron(0 1 * * ? *)', actions: [{ jobName: job.name }] },
    opts,
  );
}

/** Logs of others in a domain of OpenSearch. */
export function searchLogs(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site, 'abc');
  new aws.opensearch.Domain(
    name('domain'),
    {
      domainName: 'logs',
      engineVersion: 'OpenSearch_2.19',
      clusterConfig: { instanceType: 'm7g.large.search', instanceCount: 3, zoneAwarenessEnabled: true },
      ebsOptions: { ebsEnabled: true, volumeSize: 100, volumeType: 'gp3' },
      encryptAtRest: { enabled: true },
      nodeToNodeEncryption: { enabled: true },
      vpcOptions: {
        subnetIds: ids(network.privates),
        securityGroupIds: [groupOf(site, network.vpc, 'search', 443).id],
      },
    },
    opts,
  );
  const group = new aws.cloudwatch.LogGroup(name('app'), { retentionInDays: 400 }, opts);
  const destinationArn = 'arn:aws:lambda:us-east-1:111122223333:function:ship';
  new aws.cloudwatch.LogSubscriptionFilter(
    name('ship'),
    { logGroup: group.name, filterPattern: '', destinationArn },
    opts,
  );
}

/** A cluster of EMR that runs Spark for the length of a job. */
export function spark(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site);
  const role = roleOf(site, 'elasticmapreduce.amazonaws.com', 'service-role/AmazonElasticMapReduceRole');
  const hosts = roleOf(site, 'ec2.amazonaws.com', 'service-role/AmazonElasticMapReduceforEC2Role');
  const profile = new aws.iam.InstanceProfile(name('profile'), { role: hosts.name }, opts);
  const logs = new aws.s3.Bucket(name('logs'), {}, opts);
  new aws.emr.Cluster(
    name('cluster'),
    {
      releaseLabel: 'emr-7.5.0',
      applications: ['Spark'],
      serviceRole: role.arn,
      logUri: logs.bucket.apply((of) => `s3://${of}/emr/`),
      ec2Attributes: { instanceProfile: profile.arn, subnetId: network.privates[0]?.id ?? '' },
      masterInstanceGroup: { instanceType: 'm7g.xlarge' },
      coreInstanceGroup: { instanceType: 'm7g.xlarge', instanceCount: 2 },
    },
    opts,
  );
}

/** Brokers of Kafka with their secrets, and a table of time series behind them. */
export function kafka(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site, 'abc');
  const key = new aws.kms.Key(name('key'), { enableKeyRotation: true }, opts);
  const brokerNodeGroupInfo = {
    instanceType: 'kafka.m7g.large',
    clientSubnets: ids(network.privates),
    securityGroups: [groupOf(site, network.vpc, 'brokers', 9094).id],
  };
  const cluster = new aws.msk.Cluster(
    name('cluster'),
    {
      kafkaVersion: '3.9.x',
      numberOfBrokerNodes: 3,
      brokerNodeGroupInfo,
      encryptionInfo: { encryptionAtRestKmsKeyArn: key.arn },
      clientAuthentication: { sasl: { scram: true } },
    },
    opts,
  );
  const secret = new aws.secretsmanager.Secret(name('client'), { name: 'AmazonMSK_client', kmsKeyId: key.id }, opts);
  new aws.msk.ScramSecretAssociation(name('clients'), { clusterArn: cluster.arn, secretArnLists: [secret.arn] }, opts);
}
