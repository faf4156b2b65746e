/**
 * A system as people write it, before it is completed (`complete.ts`). The law of its form is
 * `stacks/systems/system.schema.json`; a test compares the two member by member. Durations are texts with a unit.
 */
export interface SystemFile {
  readonly system: string;
  readonly title: string;
  readonly owner: OwnerFile;
  readonly dataClassification: 'public' | 'internal' | 'confidential' | 'restricted';
  readonly tier: 1 | 2 | 3;
  readonly monthlyBudget?: number;
  readonly environments: Readonly<Record<string, EnvironmentFile>>;
  readonly service: ServiceFile;
  readonly database: DatabaseFile;
  readonly recovery: RecoveryFile;
  readonly backup: BackupFile;
  readonly retirement?: RetirementFile;
}

export interface OwnerFile {
  readonly team: string;
  readonly email: string;
  readonly costCenter?: string;
}

export interface EnvironmentFile {
  readonly account: string;
  readonly domain: DomainFile;
  readonly sites: readonly SiteFile[];
  readonly bindings?: Readonly<Record<string, BindingFile>>;
  readonly tier?: 1 | 2 | 3;
  readonly size?: SizeFile;
  readonly members?: number;
  readonly recovery?: RecoveryFile;
  readonly backup?: BackupFile;
}

export interface BindingFile {
  readonly cluster?: string;
  readonly balancer?: string;
  readonly targetGroup?: string;
  readonly fleet?: string;
  readonly gate?: string;
  readonly alarm?: string;
}

export interface DomainFile {
  readonly zone: string;
  readonly zoneExists?: boolean;
  readonly host: string;
}

export interface SiteFile {
  readonly name: string;
  readonly region: string;
  readonly founder?: boolean;
  readonly zones: readonly string[];
  readonly cidr?: string;
  readonly image: string;
}

export interface ServiceFile {
  readonly port: number;
  readonly healthPath: string;
  readonly instanceTypes: readonly string[];
  readonly size: SizeFile;
  readonly verify: VerifyFile;
}

export interface SizeFile {
  readonly min: number;
  readonly serving: number;
  readonly max: number;
}

export interface VerifyFile {
  readonly script: string;
  readonly timeout: string;
}

export interface DatabaseFile {
  readonly engine: 'aurora-postgresql';
  readonly version: string;
  readonly instanceClass: string;
  readonly members: number;
  readonly name: string;
}

export interface RecoveryFile {
  readonly strategy: 'warm-standby' | 'backup-restore';
  readonly objectives: ObjectivesFile;
  readonly decision: string;
}

export interface ObjectivesFile {
  readonly recoveryTime: string;
  readonly loss: string;
}

export interface BackupFile {
  readonly schedule: string;
  readonly retention: string;
  readonly copyToOtherSites: boolean;
  readonly objective: string;
}

export interface RetirementFile {
  readonly notice?: string;
  readonly screamTest?: string;
  readonly retention?: string;
  readonly finalSnapshots?: 'keep' | 'delete';
  readonly legalHolds?: readonly LegalHoldFile[];
}

export interface LegalHoldFile {
  readonly id: string;
  readonly reason: string;
  readonly until: string;
}
