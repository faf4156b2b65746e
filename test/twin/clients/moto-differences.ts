/** Where the twin and moto answer otherwise. `right` says whom AWS agrees with, and `why` where that is known from. */
export interface Difference {
  readonly twin: string;
  readonly moto: string;
  readonly right: 'twin' | 'moto' | 'neither';
  readonly why: string;
}

export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'balancer in one zone': {
    twin: 'InvalidConfigurationRequest',
    moto: 'ok',
    right: 'twin',
    why: 'An application load balancer takes subnets of two zones at least (API reference, CreateLoadBalancer, Subnets).',
  },
  'capacity above the most': {
    twin: 'ValidationError',
    moto: 'ok',
    right: 'twin',
    why: 'SetDesiredCapacity: the desired capacity must not be above the maximum size (API reference); moto does not look.',
  },
  'capacity of no fleet': {
    twin: 'ValidationError',
    moto: 'Error',
    right: 'twin',
    why: 'Auto Scaling answers ValidationError, “AutoScalingGroup name not found”; moto fails with an internal error.',
  },
  'cluster in no subnet group': {
    twin: 'DBSubnetGroupNotFoundFault',
    moto: 'ok',
    right: 'twin',
    why: 'CreateDBCluster lists DBSubnetGroupNotFoundFault (API reference); moto does not look.',
  },
  'cluster twice': {
    twin: 'DBClusterAlreadyExistsFault',
    moto: 'DBClusterSnapshotAlreadyExistsFault',
    right: 'twin',
    why: 'CreateDBCluster lists DBClusterAlreadyExistsFault (API reference); moto raises its error for snapshots.',
  },
  'delete a subnet group in use': {
    twin: 'InvalidDBSubnetGroupStateFault',
    moto: 'ok',
    right: 'twin',
    why: '“The DB subnet group can’t be deleted because it’s in use” (API reference, DeleteDBSubnetGroup).',
  },
  'delete of another value': {
    twin: 'InvalidChangeBatch',
    moto: 'InvalidInput',
    right: 'twin',
    why: 'ChangeResourceRecordSets answers InvalidChangeBatch, “but the values provided do not match” (row R53-15 of the refusals).',
  },
  'delete without a snapshot’s name': {
    twin: 'InvalidParameterCombination',
    moto: 'ok',
    right: 'twin',
    why: 'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is set (API reference, DeleteDBCluster).',
  },
  'fleet twice': {
    twin: 'AlreadyExists',
    moto: 'ok',
    right: 'twin',
    why: 'CreateAutoScalingGroup lists AlreadyExists (API reference); moto overwrites the group.',
  },
  'item on a condition': {
    twin: 'NotImplemented',
    moto: 'ConditionalCheckFailedException',
    right: 'moto',
    why: 'AWS refuses the put; the twin models no condition expressions and says so.',
  },
  'key goes too soon': {
    twin: 'ValidationException',
    moto: 'ok',
    right: 'twin',
    why: 'PendingWindowInDays is 7 to 30 (API reference, ScheduleKeyDeletion); moto takes 3.',
  },
  'key goes twice': {
    twin: 'KMSInvalidStateException',
    moto: 'ok',
    right: 'twin',
    why: 'A key that is pending deletion refuses ScheduleKeyDeletion (developer guide, key states).',
  },
  'no such global cluster': {
    twin: 'GlobalClusterNotFoundFault',
    moto: 'ok',
    right: 'twin',
    why: 'DescribeGlobalClusters lists GlobalClusterNotFoundFault (API reference); moto answers an empty list.',
  },
  'subnet group in one zone': {
    twin: 'DBSubnetGroupDoesNotCoverEnoughAZs',
    moto: 'ok',
    right: 'twin',
    why: 'A subnet group needs subnets of two zones at least (API reference, CreateDBSubnetGroup).',
  },
};
