import { type Resource, Undecided } from 'evenkeel/policy';
import { SUBNET } from './routes.ts';

export const MACHINE = 'aws:ec2/instance:Instance';

/**
 * Whether AWS gives an instance a public address: what it says itself, else what its subnet does. Source: "Assign a public IPv4 address at
 * launch", Amazon EC2 User Guide (read 2026-11). Without a subnet it is one of the default VPC, which is not told.
 */
export function hasPublicAddress(machine: Resource): boolean {
  if (!machine.isPlanned || machine.isGiven('associatePublicIpAddress')) {
    const told = machine.read('associatePublicIpAddress');
    if (told !== undefined) return told === true;
  }
  // an interface of its own has the addresses that it was made with
  if (machine.list('networkInterfaces').length > 0 || machine.isGiven('primaryNetworkInterface'))
    throw new Undecided('networkInterfaces', 'the addresses of its interfaces are not told');
  const subnet = machine.to('subnetId', SUBNET);
  if (subnet === undefined) throw new Undecided('subnetId', 'not told: it is perhaps in the default VPC');
  return subnet.readOr('mapPublicIpOnLaunch', false) === true;
}

/** What stands in subnets and is neither a balancer nor a NAT gateway, with the property that names its subnets. */
export const IN_SUBNETS: Readonly<Record<string, string>> = {
  [MACHINE]: 'subnetId',
  'aws:autoscaling/group:Group': 'vpcZoneIdentifiers',
  'aws:ecs/service:Service': 'networkConfiguration.subnets',
  'aws:eks/nodeGroup:NodeGroup': 'subnetIds',
  'aws:elasticache/subnetGroup:SubnetGroup': 'subnetIds',
  'aws:lambda/function:Function': 'vpcConfig.subnetIds',
  'aws:rds/subnetGroup:SubnetGroup': 'subnetIds',
  'aws:redshift/subnetGroup:SubnetGroup': 'subnetIds',
};
