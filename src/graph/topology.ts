import type { BoundPart } from '../system/system.ts';

/**
 * What a recovery runbook must know of a system's resources, found in the graph (never spelled from names): see
 * `topology-of.ts`. Ids are the ones AWS knows.
 */
export interface Topology {
  readonly system: string;
  readonly environment: string;
  readonly account: string;
  /** The public name that clients resolve. */
  readonly host: string;
  /** `nameServers` is empty where the checkpoints do not tell them. */
  readonly zone: { readonly id: string; readonly name: string; readonly nameServers: readonly string[] };
  readonly globalClusterId: string;
  readonly globalClusterArn: string;
  /** In the order of the system file. */
  readonly sites: readonly SiteTopology[];
  /** What was taken from the bindings of the system file and not found by edges, in the order of sites. */
  readonly bound: readonly Bound[];
  /** URNs of everything that was found and that a proof rests on, sorted. */
  readonly restsOn: readonly string[];
}

export interface Bound {
  readonly site: string;
  readonly part: BoundPart;
  readonly urn: string;
}

export interface SiteTopology {
  readonly site: string;
  readonly region: string;
  readonly stack: string;
  readonly cluster: { readonly id: string; readonly arn: string; readonly members: readonly string[] };
  readonly fleet: { readonly group: string; readonly min: number; readonly max: number };
  readonly balancer: { readonly arn: string; readonly dnsName: string; readonly targetGroupArn: string };
  readonly gate: {
    /** What the site is called in the signals and the flags of the gate. */
    readonly site: string;
    /** DynamoDB table of the site's flags: items `{id, on}` with id `claim` or `veto#SITE`. */
    readonly table: string;
    /** CloudWatch namespace of the signals that the site's feeder publishes, in its own region. */
    readonly namespace: string;
  };
  readonly alarms: {
    /** The service's public name does not answer, seen from this site. */
    readonly serviceUnreachable: string;
    /** This site's copy of the database lags behind. Absent where there is no such alarm. */
    readonly replicationLag?: string;
  };
  /** Where recovery points of the site's database go; absent where no backup plan selects it. */
  readonly vault?: { readonly name: string; readonly arn: string };
}
