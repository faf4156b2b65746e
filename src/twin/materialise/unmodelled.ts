import type { GraphNode } from '../../graph/node.ts';
import type { PropertyMap } from '../../lib/property.ts';
import type { Limit } from './limit.ts';

/**
 * The inputs without the properties that the twin's handlers refuse and without which the resource is the same to the rehearsal, or
 * less than it was. What that costs is said of each; any other property that is refused is an error, or makes the resource inert.
 */
export function withoutUnmodelled(
  node: GraphNode,
  inputs: PropertyMap,
  isNeeded: boolean,
): { readonly inputs: PropertyMap; readonly limits: readonly Limit[] } {
  const left: Record<string, PropertyMap[string]> = { ...inputs };
  const limits: Limit[] = [];
  for (const [property, { cost, isUnknown = false, instead }] of Object.entries(LEFT_OUT[node.type] ?? {})) {
    if (!saysSomething(inputs[property])) continue;
    delete left[property];
    Object.assign(left, instead);
    limits.push({
      kind: 'not-modelled',
      urn: node.urn,
      type: node.type,
      property,
      cost: `${property} is not modelled: ${cost}`,
      isUnknown: isUnknown && isNeeded,
    });
  }
  return { inputs: left, limits };
}

interface LeftOut {
  readonly cost: string;
  /** Where it could change what happens in a failover: a proof that rests on the resource does not show that. */
  readonly isUnknown?: boolean;
  readonly instead?: PropertyMap;
}

const REACH = { cost: 'whether the function reaches its endpoints from its network is not shown' };
const CODE = { cost: 'the twin runs no code of functions' };

const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, LeftOut>>>> = {
  'aws:rds/cluster:Cluster': {
    // read back from AWS, which sets it for a secondary; it makes nothing where a global cluster is named
    replicationSourceIdentifier: { cost: 'the global cluster says what is copied from' },
    scalingConfiguration: { cost: 'whether the capacity of the database follows the load is not shown' },
    serverlessv2ScalingConfiguration: {
      cost: 'how fast the capacity of the database grows when its site begins to write is not shown',
      isUnknown: true,
    },
    sourceRegion: { cost: 'the global cluster says what is copied from' },
    snapshotIdentifier: { cost: 'what the database held at its birth is not shown' },
  },
  'aws:lambda/function:Function': {
    vpcConfig: REACH,
    layers: CODE,
    fileSystemConfig: CODE,
    imageConfig: CODE,
    imageUri: { ...CODE, instead: { packageType: 'Zip', runtime: 'provided.al2023', handler: 'index.handler' } },
    s3Bucket: CODE,
    s3Key: CODE,
    s3ObjectVersion: CODE,
    snapStart: CODE,
    codeSigningConfigArn: CODE,
    publish: { cost: 'versions of functions are not shown' },
    reservedConcurrentExecutions: { cost: 'limits of concurrency are not shown' },
    replaceSecurityGroupsOnDestroy: REACH,
  },
  'aws:autoscaling/group:Group': {
    initialLifecycleHooks: { cost: 'how long hooks hold a new instance back is not shown', isUnknown: true },
    warmPool: { cost: 'instances come up as if there were no warm pool' },
    maxInstanceLifetime: { cost: 'instances are not replaced by their age' },
    placementGroup: { cost: 'launches are not held to a placement group', isUnknown: true },
    instanceLifecyclePolicy: { cost: 'how long hooks hold an instance is not shown' },
  },
};

function saysSomething(value: PropertyMap[string]): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0 || value === -1)
    return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
