import type { World } from '../world.ts';

/**
 * What the traffic simulation asks of the services' physics. Assembly wires the real functions in; tests may hand in
 * others.
 */
export interface TrafficPorts {
  /** Route 53's data plane: the load balancer's DNS name or an address, and how long a resolver keeps it. */
  resolve(world: World, host: string, subject: string): { target: string; ttlSeconds: number } | undefined;
  /** Tells a zone's own metric of one question that reached its name servers. */
  countQuery(world: World, host: string): void;
  /** Every target that Route 53 could answer now, over all resolvers. */
  answerable(world: World, host: string): string[];
  /** How many targets of a target group take requests now. */
  reachableTargets(world: World, targetGroupArn: string): number;
  /** How many of those answer with errors. */
  failingTargets(world: World, targetGroupArn: string): number;
  isBalancerActive(world: World, balancerArn: string): boolean;
  /** Whether this cluster commits writes now. */
  acceptsWrites(world: World, clusterArn: string): boolean;
  /** Tells a balancer's own metrics what it did with requests of clients. */
  countRequests(world: World, balancerArn: string, counts: RequestCounts): void;
  /** Puts acknowledged writes on the volume of the cluster that committed them. */
  appendWrites(world: World, clusterArn: string, range: WriteRange): void;
  /** The writes that the cluster's volume holds now. */
  heldBy(world: World, clusterArn: string): readonly Range[];
  /** The cluster that writes in its global database now. */
  writerOf(world: World, globalClusterId: string): string | undefined;
  /** True once Aurora has said that a cluster is fenced (RDS-EVENT-0390). */
  isFenced(world: World, clusterArn: string): boolean;
}

export interface RequestCounts {
  readonly requests: number;
  /** Answered with an error by an instance. */
  readonly targetErrors: number;
  /** Answered with an error by the balancer: no instance could take them. */
  readonly balancerErrors: number;
}

/** Inclusive range of write numbers. */
export interface Range {
  readonly first: number;
  readonly last: number;
}
export interface WriteRange extends Range {
  readonly atMs: number;
}
