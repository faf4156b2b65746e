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
  readonly zone: { readonly id: string; readonly name: string; readonly nameServers: readonly string[] };
  readonly globalClusterId: string;
  readonly globalClusterArn: string;
  /** In the order of the system file. */
  readonly sites: readonly SiteTopology[];
}

export interface SiteTopology {
  readonly site: string;
  readonly region: string;
  readonly stack: string;
  readonly cluster: { readonly id: string; readonly arn: string; readonly members: readonly string[] };
  readonly fleet: { readonly group: string; readonly min: number; readonly max: number };
  readonly balancer: { readonly arn: string; readonly dnsName: string; readonly targetGroupArn: string };
  readonly gate: {
    /** DynamoDB table of the site's flags: items `{id, on}` with id `claim` or `veto#SITE`. */
    readonly table: string;
    /** CloudWatch namespace of the signals that the site's feeder publishes, in its own region. */
    readonly namespace: string;
  };
  readonly alarms: {
    /** The service's public name does not answer, seen from this site. */
    readonly serviceUnreachable: string;
    /** This site's copy of the database lags behind. */
    readonly replicationLag: string;
  };
  readonly vault: { readonly name: string; readonly arn: string };
}
