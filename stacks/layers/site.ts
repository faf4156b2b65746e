import type { FoundStack, Site } from 'evenkeel/system';
import { Balancer } from '../components/balancer.ts';
import { Certificate } from '../components/certificate.ts';
import { Database } from '../components/database.ts';
import { Firewall } from '../components/firewall.ts';
import { Fleet } from '../components/fleet.ts';
import { FlowRecords } from '../components/flow-records.ts';
import { GateFeeder } from '../components/gate-feeder.ts';
import { GateFlags } from '../components/gate-flags.ts';
import { Network } from '../components/network.ts';
import { Patching } from '../components/patching.ts';
import { ServiceAlarms } from '../components/service-alarms.ts';
import { SiteAlarms } from '../components/site-alarms.ts';
import { SiteDashboard } from '../components/site-dashboard.ts';
import { SiteKey } from '../components/site-key.ts';
import { Vault } from '../components/vault.ts';
import { WebFilter } from '../components/web-filter.ts';
import { placeAt, placeOf, type SitePlace } from '../layout/place.ts';
import type { AccountOutputs } from './account.ts';
import type { BaseOutputs } from './base.ts';
import { Left, stackOf } from './left.ts';
import type { Outputs } from './outputs.ts';
import { checkAccount, checkZones, providerOf } from './providers.ts';

/** What link, and people, read from a site. */
export interface SiteOutputs {
  readonly site: string;
  readonly region: string;
  readonly vpcId: string;
  readonly balancerDnsName: string;
  readonly balancerZoneId: string;
  readonly fleet: string;
  readonly clusterId: string;
  readonly clusterArn: string;
  readonly clusterEndpoint: string;
  readonly vaultName: string;
  readonly vaultArn: string;
  readonly gateTable: string;
  readonly gateTableArn: string;
  readonly gateFeeder: string;
  readonly claimAlarm: string;
  /** By the site that the veto is against. */
  readonly vetoAlarms: Record<string, string>;
  readonly serviceUnreachableAlarm: string;
  readonly replicationLagAlarm: string;
}

/** One site, the same at every region but for the founder's birth. */
export async function site(found: FoundStack, unprotected: ReadonlySet<string>): Promise<Outputs<SiteOutputs>> {
  const here = siteOf(found);
  const place = placeAt(placeOf(found, unprotected), here);
  const provider = providerOf(here);
  await checkAccount(found.environment, provider);
  await checkZones(here, provider);
  const base = new Left<BaseOutputs>(found.spec, stackOf(found, 'base'));
  const account = new Left<AccountOutputs>(found.spec, stackOf(found, 'account'));
  const topicArn = account.get('topicArns').apply((arns) => arns[here.region] ?? '');
  const options = { providers: [provider] };

  const network = new Network('network', place, options);
  const firewall = new Firewall('firewall', { place, vpcId: network.vpcId }, options);
  const key = new SiteKey('key', place, options);
  new FlowRecords('flows', { place, vpcId: network.vpcId, keyArn: key.arn, roleArn: base.get('flowRoleArn') }, options);
  const breakGlassArn = account.get('breakGlassArn');
  const vault = new Vault('backups', { place, keyArn: key.arn, topicArn, breakGlassArn }, options);
  const database = new Database(
    'database',
    {
      place,
      globalClusterId: base.get('globalClusterId'),
      birth: {
        databaseName: place.system.database.name,
        masterUsername: base.get('masterUsername'),
        masterPassword: base.get('masterPassword'),
      },
      subnetIds: network.dataSubnetIds,
      securityGroupId: firewall.databaseGroupId,
      keyArn: key.arn,
    },
    options,
  );
  const certificate = new Certificate('certificate', { place, zoneId: base.get('zoneId') }, options);
  const balancer = new Balancer(
    'balancer',
    {
      place,
      vpcId: network.vpcId,
      subnetIds: network.publicSubnetIds,
      securityGroupId: firewall.balancerGroupId,
      certificateArn: certificate.issuedArn,
      accessLogBucket: account.get('accessLogBuckets').apply((buckets) => buckets[here.region] ?? ''),
    },
    options,
  );
  new WebFilter('web-filter', { place, balancerArn: balancer.arn, keyArn: key.arn }, options);
  const fleet = new Fleet(
    'fleet',
    {
      place,
      subnetIds: network.privateSubnetIds,
      securityGroupId: firewall.instanceGroupId,
      targetGroupArn: balancer.targetGroupArn,
      instanceProfileArn: base.get('instanceProfileArn'),
      settings: settingsOf(place, base, database),
    },
    // an instance that starts without its way out or its database is unwell and replaced
    { ...options, dependsOn: [network, database] },
  );
  new Patching('patching', place, options);
  const flags = new GateFlags('gate', { place, feederRoleName: base.get('feederRoleName'), keyArn: key.arn }, options);
  const feeder = new GateFeeder(
    'gate-feeder',
    {
      place,
      roleArn: base.get('feederRoleArn'),
      tableName: flags.tableName,
      clusterId: database.clusterId,
      keyArn: key.arn,
    },
    { ...options, dependsOn: [flags] },
  );
  const alarms = new SiteAlarms('alarms', { place, clusterId: database.clusterId, topicArn }, options);
  const seen = { fleet: fleet.groupName, clusterId: database.clusterId };
  new ServiceAlarms(
    'service-alarms',
    { place, topicArn, ...seen, balancer, gateTable: flags.tableName, gateFeeder: feeder.functionName },
    options,
  );
  new SiteDashboard('dashboard', { place, ...seen, balancerSuffix: balancer.arnSuffix }, options);

  return {
    site: here.name,
    region: here.region,
    vpcId: network.vpcId,
    balancerDnsName: balancer.dnsName,
    balancerZoneId: balancer.zoneId,
    fleet: fleet.groupName,
    clusterId: database.clusterId,
    clusterArn: database.clusterArn,
    clusterEndpoint: database.endpoint,
    vaultName: vault.vaultName,
    vaultArn: vault.arn,
    gateTable: flags.tableName,
    gateTableArn: flags.tableArn,
    gateFeeder: feeder.functionName,
    claimAlarm: alarms.claim,
    vetoAlarms: alarms.vetoes,
    serviceUnreachableAlarm: alarms.serviceUnreachable,
    replicationLagAlarm: alarms.replicationLag,
  };
}

/** What an instance of the service is told. The endpoint is the site's own: it writes where the site does. */
function settingsOf(place: SitePlace, base: Left<BaseOutputs>, database: Database) {
  const { service } = place.system;
  return {
    AWS_REGION: place.site.region,
    DATABASE_HOST: database.endpoint,
    DATABASE_NAME: place.system.database.name,
    DATABASE_READER_HOST: database.readerEndpoint,
    DATABASE_SECRET_ARN: base.get('secretArns').apply((arns) => arns[place.site.region] ?? ''),
    HEALTH_PATH: service.healthPath,
    PORT: String(service.port),
  };
}

function siteOf({ environment, spec }: FoundStack): Site {
  const found = environment.sites.find(({ name }) => name === spec.site);
  if (found === undefined) throw new Error(`broken invariant: ${spec.stack} is the stack of a site`);
  return found;
}
