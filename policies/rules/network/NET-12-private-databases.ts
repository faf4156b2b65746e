import { fail, firstOf, pass, requires, rule, together } from 'evenkeel/policy';
import { DATABASE_SUBNETS, subnetsOf, WAREHOUSE_SUBNETS } from '../../facts/database-subnets.ts';
import { isPublic, ROUTING } from '../../facts/routes.ts';

export const net12 = rule({
  id: 'NET-12',
  title: 'No database has a public address, or stands in a subnet with a route to the internet gateway',
  why: 'A database with a public address is one password, or one flaw of its engine, away from everyone.',
  remedy: 'Set `publiclyAccessible` to false and give the database a subnet group of private subnets.',
  severity: 'critical',
  types: ['aws:rds/instance:Instance', 'aws:rds/clusterInstance:ClusterInstance', 'aws:redshift/cluster:Cluster'],
  reads: [...ROUTING, DATABASE_SUBNETS, WAREHOUSE_SUBNETS, 'aws:rds/cluster:Cluster'],
  decidedAt: 'preview',
  cannotSee: [
    'a subnet group or a route table that is in none of the checkpoints: the verdict is unknown',
    'whether a security group lets anyone in (NET-01, NET-02)',
  ],
  parameters: {},
  check: together(requires('publiclyAccessible', false, { default: false }), (database, _, { estate }) => {
    const open = firstOf(subnetsOf(database), (subnet) => isPublic(subnet, estate));
    return open === undefined ? pass() : fail(`may stand in the public subnet ${open.name}`);
  }),
});
