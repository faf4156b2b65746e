import { Cluster } from '@pulumi/aws/rds/cluster.js';
import { ClusterInstance } from '@pulumi/aws/rds/clusterInstance.js';
import { SubnetGroup } from '@pulumi/aws/rds/subnetGroup.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { indexOf, nameAt, type SitePlace } from '../layout/place.ts';
import { automatedBackupDays, zoneOfMember } from '../layout/sizes.ts';
import { tagsOf } from '../layout/tags.ts';
import { memberWindow, windowsOf } from '../layout/windows.ts';
import { siteLog } from './site-log.ts';

/**
 * The site's member of the global database. The founder's opens it, the others join it; which of them writes is
 * state. Costs: the members run at every site, and every write is shipped to each.
 */
export class Database extends ComponentResource {
  readonly clusterId: Output<string>;
  readonly clusterArn: Output<string>;
  readonly endpoint: Output<string>;
  readonly readerEndpoint: Output<string>;
  readonly memberIds: readonly Output<string>[];

  constructor(name: string, args: DatabaseArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:Database', name, {}, options);
    const { place } = args;
    const subnets = new SubnetGroup(
      `${name}-subnets`,
      {
        name: nameAt(place, 'subnetGroup'),
        description: `data subnets of ${place.prefix}`,
        subnetIds: [...args.subnetIds],
        tags: tagsOf(place, 'database'),
      },
      { parent: this },
    );
    const cluster = this.#cluster(`${name}-cluster`, args, subnets);
    const members: ClusterInstance[] = [];
    for (let index = 0; index < place.system.database.members; index++) {
      // the member that is there first becomes the writer
      members.push(this.#member(`${name}-member`, index, place, cluster, members.slice(0, 1)));
    }
    this.clusterId = cluster.id;
    this.clusterArn = cluster.arn;
    this.endpoint = cluster.endpoint;
    this.readerEndpoint = cluster.readerEndpoint;
    this.memberIds = members.map((member) => member.id);
    this.registerOutputs({ clusterId: this.clusterId, endpoint: this.endpoint });
  }

  #cluster(name: string, args: DatabaseArgs, subnets: SubnetGroup): Cluster {
    const { place, birth } = args;
    const { engine, version } = place.system.database;
    const unprotected = place.unprotected.has(name);
    const identifier = nameAt(place, 'databaseCluster');
    const windows = windowsOf(indexOf(place));
    const log = siteLog(
      `${name}-log`,
      { place, keyArn: args.keyArn, log: `/aws/rds/cluster/${identifier}/postgresql`, component: 'database' },
      this,
    );
    return new Cluster(
      name,
      {
        clusterIdentifier: identifier,
        globalClusterIdentifier: args.globalClusterId,
        engine,
        engineVersion: version,
        // AWS refuses these of a cluster that joins: it gets them from the first
        ...(place.site.founder && birth),
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: [args.securityGroupId],
        storageEncrypted: true,
        kmsKeyId: args.keyArn,
        backupRetentionPeriod: automatedBackupDays(place.system.backup),
        preferredBackupWindow: windows.backup,
        preferredMaintenanceWindow: windows.cluster,
        copyTagsToSnapshot: true,
        enabledCloudwatchLogsExports: ['postgresql'],
        deletionProtection: !unprotected,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: nameAt(place, 'snapshot', 'final'),
        tags: tagsOf(place, 'database'),
      },
      {
        parent: this,
        protect: !unprotected,
        dependsOn: [log],
        // who copies from whom changes with every failover
        ignoreChanges: ['replicationSourceIdentifier'],
      },
    );
  }

  #member(name: string, index: number, place: SitePlace, cluster: Cluster, first: ClusterInstance[]): ClusterInstance {
    const { engine, instanceClass } = place.system.database;
    return new ClusterInstance(
      `${name}-${index + 1}`,
      {
        identifier: nameAt(place, 'databaseInstance', index + 1),
        clusterIdentifier: cluster.id,
        engine,
        instanceClass,
        availabilityZone: zoneOfMember(place.site.zones, index),
        preferredMaintenanceWindow: memberWindow(indexOf(place), index),
        publiclyAccessible: false,
        // sites of different versions cannot fail over: versions change by a runbook, at all sites
        autoMinorVersionUpgrade: false,
        tags: tagsOf(place, 'database'),
      },
      {
        parent: this,
        dependsOn: first,
        // which member writes, and whether any does, is state
        ignoreChanges: ['writer'],
      },
    );
  }
}

export interface DatabaseArgs {
  readonly place: SitePlace;
  readonly globalClusterId: Input<string>;
  /** What the first member of the global database is opened with. */
  readonly birth: {
    readonly databaseName: Input<string>;
    readonly masterUsername: Input<string>;
    readonly masterPassword: Input<string>;
  };
  readonly subnetIds: readonly Output<string>[];
  readonly securityGroupId: Output<string>;
  readonly keyArn: Output<string>;
}
