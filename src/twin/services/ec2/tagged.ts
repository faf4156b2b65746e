import { type TaggedTable, taggedTable } from '../tagged.ts';
import { type Ec2Record, ec2Arn, type Instance } from './records.ts';

/** The EC2 resources that have tags, by the word of their ARN. A terminated instance is none any more. */
export const tagged: readonly TaggedTable[] = Object.entries({
  'ec2.address': 'elastic-ip',
  'ec2.instance': 'instance',
  'ec2.internet-gateway': 'internet-gateway',
  'ec2.launch-template': 'launch-template',
  'ec2.nat-gateway': 'natgateway',
  'ec2.network-acl': 'network-acl',
  'ec2.network-interface': 'network-interface',
  'ec2.route-table': 'route-table',
  'ec2.security-group': 'security-group',
  'ec2.subnet': 'subnet',
  'ec2.vpc': 'vpc',
}).map(([table, kind]) =>
  taggedTable<Ec2Record & Partial<Pick<Instance, 'state'>>>(table, ({ id, region, tags, state }, world) =>
    table === 'ec2.instance' && state === 'terminated' ? [] : [{ arn: ec2Arn(world, region, kind, id), region, tags }],
  ),
);
