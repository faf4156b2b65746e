/**
 * Faults and load: what happens to a system while a runbook runs, and before. Plain data; the twin plays it. Seconds
 * count from the start of the rehearsal (or, on the persistent twin, from the start of the run).
 */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** What it shows, and what it does not, in a sentence or two for the reader of a report. */
  readonly about: string;
  readonly load: {
    readonly cohorts: number;
    /** Writes that all clients together attempt in a second. */
    readonly writesPerSecond: number;
    /** How often the clients act, each time with the writes of the time since; for days of light traffic. Default: four times a second. */
    readonly everySeconds?: number;
  };
  readonly faults: readonly ScenarioFault[];
  /** What is to be changed, for runbooks that bring about what the system file says: a drill's system says this. */
  readonly change?: ScenarioChange;
  /** Seconds of traffic before the first fault, so that rates and lags are known. The runbook starts with the last fault. */
  readonly calmSeconds: number;
  /** Seconds of traffic after the runbook's end, so that a recovery can be seen to last. */
  readonly tailSeconds: number;
}

/** `newer`: an image that nobody runs yet; the next minor version of the database. */
export interface ScenarioChange {
  readonly image?: 'newer';
  readonly databaseVersion?: 'newer';
}

/** A fault strikes the site that writes when the scenario begins, all the others, or all. */
export type ScenarioFault = {
  readonly where: 'writer' | 'others' | 'all';
  /** Seconds after the calm; 0 is the instant that recovery time is counted from and the runbook starts at, negative is before. */
  readonly atSeconds: number;
  readonly forSeconds: number;
  /** Seconds then count from the first time that this happens, not from the calm. */
  readonly on?: 'upgrade-ended';
} & (
  | { readonly kind: 'region-loss' | 'replication-cut' }
  | { readonly kind: 'capacity' | 'fencing-timeout' | 'upgrade-fails'; readonly probability: number }
  | { readonly kind: 'replication-lag'; readonly lagSeconds: number }
  /** The image that the system file names there never turns healthy, or passes every health check and answers clients with errors. */
  | { readonly kind: 'bad-image'; readonly effect: 'unhealthy' | 'errors' }
  /** An operation such as `rds.DeleteDBCluster` is refused with a code of AWS; or it is answered, and nothing happens. */
  | { readonly kind: 'call-refused'; readonly operation: string; readonly code: string }
  | { readonly kind: 'call-without-effect'; readonly operation: string }
  /**
   * Somebody whom nobody thought of asks for the system's name every so often, and sends a request to what is answered, or does not. It is
   * one, wherever it strikes.
   */
  | { readonly kind: 'late-client'; readonly asks: 'dns' | 'request'; readonly everySeconds: number }
);
