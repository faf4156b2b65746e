import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** A subnet group that its provider deletes before it replaces it, one that a new name replaces, and one it does not. */
const name = new pulumi.Config('engine').get('group') ?? 'group';

const group = new aws.rds.SubnetGroup('group', { name, subnetIds: ['subnet-1'] });
new aws.rds.Cluster('db', { engine: 'aurora-postgresql', dbSubnetGroupName: group.name });
new aws.ec2.Vpc('bystander', { cidrBlock: '10.0.0.0/16', tags: { group: group.arn, name: group.name } });
