/**
 * A system as its file `stacks/systems/NAME.yaml` describes it, validated and completed (`load.ts`). Durations are
 * seconds. The shape of the file itself is `stacks/systems/system.schema.json`.
 */
export interface System {
  /** The name: lower case, the file's name, first part of every stack and resource name. */
  readonly system: string;
  readonly title: string;
  readonly owner: { readonly team: string; readonly email: string; readonly costCenter: string };
  readonly dataClassification: 'public' | 'internal' | 'confidential' | 'restricted';
  readonly tier: 1 | 2 | 3;
  /** US dollars that a month may cost, where the file says. */
  readonly monthlyBudget?: number;
  readonly environments: Readonly<Record<string, Environment>>;
  readonly service: Service;
  readonly database: Database;
  readonly recovery: Recovery;
  readonly backup: BackupPolicy;
  readonly retirement: Retirement;
}

export interface Environment {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly domain: Domain;
  /** In the order of the file; stacks of sites come up founder first, then in this order. */
  readonly sites: readonly Site[];
  /** By the name of the site: which resources of the checkpoints play which part there, where those leave a choice. */
  readonly bindings: Readonly<Record<string, SiteBindings>>;
  /** What this environment has otherwise than the system. */
  readonly own: OwnSettings;
}

/** Settings of a system that an environment may have of its own. */
export interface OwnSettings {
  readonly tier?: System['tier'];
  readonly service?: Pick<Service, 'size'>;
  readonly database?: Pick<Database, 'members'>;
  readonly recovery?: Recovery;
  readonly backup?: BackupPolicy;
}

/** The parts that resources play at a site; each value is a URN, an ARN or an id. */
export type SiteBindings = Readonly<Partial<Record<BoundPart, string>>>;
export type BoundPart = 'cluster' | 'balancer' | 'targetGroup' | 'fleet' | 'gate' | 'alarm';

/** A region where the system runs. Which site writes now is state, never here. */
export interface Site {
  /** Short name, e.g. `use1`; part of stack and resource names. */
  readonly name: string;
  readonly region: string;
  /** The three zones, e.g. `us-east-1a`. */
  readonly zones: readonly [string, string, string];
  /** The network's addresses, a /16 of RFC 1918; no two sites share any. */
  readonly cidr: string;
  /** An immutable fact of birth: the first member of the global database. Exactly one per environment. */
  readonly founder: boolean;
  /** The machine image of the service in this region. */
  readonly image: string;
}

export interface Domain {
  /** The hosted zone, e.g. `orders.example.com`. */
  readonly zone: string;
  /** Whether the zone exists already (looked up) or is created with the system. */
  readonly zoneExists: boolean;
  /** The public name of the service, inside the zone. */
  readonly host: string;
}

export interface Service {
  readonly port: number;
  /** Answers 200 where an instance is in order, at a standby site too: one that does not is replaced. */
  readonly healthPath: string;
  /** In order of preference; more than one, since one type can be short in a zone. */
  readonly instanceTypes: readonly string[];
  readonly size: {
    readonly min: number;
    /** Instances that carry the full load. */
    readonly serving: number;
    readonly max: number;
  };
  /** The team's own smoke test, run by runbooks after a change. `script` is relative to the system file's folder. */
  readonly verify: { readonly script: string; readonly timeoutSeconds: number };
}

export interface Database {
  readonly engine: 'aurora-postgresql';
  /** As AWS writes it, e.g. `16.6`. */
  readonly version: string;
  readonly instanceClass: string;
  /** Instances of the cluster at each site. */
  readonly members: number;
  readonly name: string;
}

export interface Recovery {
  /** `warm-standby`: another site takes over. `backup-restore`: there is one site, and what is lost is restored. */
  readonly strategy: 'warm-standby' | 'backup-restore';
  /** Promised: seconds of recovery time, and seconds of writes that may be lost. */
  readonly objectives: { readonly rtoSeconds: number; readonly rpoSeconds: number };
  /** How long the people who accept a loss take to decide. */
  readonly decisionSeconds: number;
}

export interface BackupPolicy {
  /** AWS Backup's form: `cron(0 3 * * ? *)` or `rate(12 hours)`, UTC. */
  readonly schedule: string;
  readonly retentionDays: number;
  /** Whether each recovery point is copied to the vaults of all other sites. */
  readonly copyToOtherSites: boolean;
  /** The most that a restore from backup may lose; not the objective of a failover. */
  readonly rpoSeconds: number;
}

/** How the system ends: what `retire-system` is told. */
export interface Retirement {
  /** Days between the word to its users and the scream test. */
  readonly noticeDays: number;
  /** Days that it answers nobody before anything is deleted. */
  readonly screamTestDays: number;
  /** Days that the final backup is kept, holds aside. */
  readonly retentionDays: number;
  /** Whether the snapshots that AWS takes of deleted clusters survive. */
  readonly finalSnapshots: 'keep' | 'delete';
  /** Each keeps the final backup to the end of its last day at least. */
  readonly legalHolds: readonly LegalHold[];
}

export interface LegalHold {
  readonly id: string;
  readonly reason: string;
  /** The last day, as `2033-12-31`, UTC. */
  readonly until: string;
}
