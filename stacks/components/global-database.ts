import { GlobalCluster } from '@pulumi/aws/rds/globalCluster.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { nameAt, type Place } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** The shell of the global database. Its members join from the sites' stacks, the founder's first. */
export class GlobalDatabase extends ComponentResource {
  readonly clusterId: Output<string>;
  readonly arn: Output<string>;

  constructor(name: string, place: Place, options: ComponentResourceOptions) {
    super('evenkeel:component:GlobalDatabase', name, {}, options);
    const { engine, version } = place.system.database;
    const unprotected = place.unprotected.has(`${name}-global`);
    const cluster = new GlobalCluster(
      `${name}-global`,
      {
        globalClusterIdentifier: nameAt(place, 'globalCluster'),
        engine,
        engineVersion: version,
        storageEncrypted: true,
        deletionProtection: !unprotected,
        tags: tagsOf(place, 'global-database'),
      },
      {
        parent: this,
        protect: !unprotected,
        // who is a member, and which of them writes, is state
        ignoreChanges: ['globalClusterMembers'],
      },
    );
    this.clusterId = cluster.id;
    this.arn = cluster.arn;
    this.registerOutputs({ clusterId: this.clusterId });
  }
}
