import { parseDuration } from '../lib/duration.ts';
import { assert } from '../lib/errors.ts';
import { defaultCidr } from './regions.ts';
import type { Environment, OwnSettings, Site, System } from './system.ts';
import type { BackupFile, EnvironmentFile, RecoveryFile, RetirementFile, SiteFile, SystemFile } from './system-file.ts';

/** The system that a valid file describes: durations in seconds, defaults filled in. */
export function completeSystem(file: SystemFile): System {
  const { service, database, recovery, backup } = file;
  const environments = Object.entries(file.environments).map(([name, one]) => [name, completeEnvironment(name, one)]);
  return {
    system: file.system,
    title: file.title,
    owner: {
      team: file.owner.team,
      email: file.owner.email,
      costCenter: file.owner.costCenter ?? file.owner.team,
    },
    dataClassification: file.dataClassification,
    tier: file.tier,
    ...(file.monthlyBudget !== undefined && { monthlyBudget: file.monthlyBudget }),
    environments: Object.fromEntries(environments) as Record<string, Environment>,
    service: {
      port: service.port,
      healthPath: service.healthPath,
      instanceTypes: service.instanceTypes,
      size: { min: service.size.min, serving: service.size.serving, max: service.size.max },
      verify: { script: service.verify.script, timeoutSeconds: seconds(service.verify.timeout) },
    },
    database: {
      engine: database.engine,
      version: database.version,
      instanceClass: database.instanceClass,
      members: database.members,
      name: database.name,
    },
    recovery: completeRecovery(recovery),
    backup: completeBackup(backup),
    retirement: completeRetirement(file.retirement),
  };
}

function completeRecovery({ strategy, objectives, decision }: RecoveryFile): System['recovery'] {
  return {
    strategy,
    objectives: { rtoSeconds: seconds(objectives.recoveryTime), rpoSeconds: seconds(objectives.loss) },
    decisionSeconds: seconds(decision),
  };
}

function completeBackup(backup: BackupFile): System['backup'] {
  return {
    schedule: backup.schedule,
    retentionDays: seconds(backup.retention) / 86_400,
    copyToOtherSites: backup.copyToOtherSites,
    rpoSeconds: seconds(backup.objective),
  };
}

function completeRetirement(file: RetirementFile = {}): System['retirement'] {
  const { notice = '14d', screamTest = '7d', retention = '365d', finalSnapshots = 'delete', legalHolds = [] } = file;
  return {
    noticeDays: seconds(notice) / 86_400,
    screamTestDays: seconds(screamTest) / 86_400,
    retentionDays: seconds(retention) / 86_400,
    finalSnapshots,
    legalHolds: legalHolds.map(({ id, reason, until }) => ({ id, reason, until })),
  };
}

function completeEnvironment(name: string, file: EnvironmentFile): Environment {
  const { zone, host, zoneExists = false } = file.domain;
  return {
    name,
    account: file.account,
    domain: { zone, zoneExists, host },
    sites: file.sites.map(completeSite),
    bindings: file.bindings ?? {},
    own: completeOwn(file),
  };
}

function completeOwn({ tier, size, members, recovery, backup }: EnvironmentFile): OwnSettings {
  return {
    ...(tier !== undefined && { tier }),
    ...(size !== undefined && { service: { size } }),
    ...(members !== undefined && { database: { members } }),
    ...(recovery !== undefined && { recovery: completeRecovery(recovery) }),
    ...(backup !== undefined && { backup: completeBackup(backup) }),
  };
}

function completeSite(file: SiteFile): Site {
  const [first, second, third] = file.zones;
  const cidr = file.cidr ?? defaultCidr(file.region);
  assert(first !== undefined && second !== undefined && third !== undefined, 'a valid site has three zones');
  assert(cidr !== undefined, 'a valid site has a region of the table');
  return {
    name: file.name,
    region: file.region,
    zones: [first, second, third],
    cidr,
    founder: file.founder ?? false,
    image: file.image,
  };
}

function seconds(text: string): number {
  const parsed = parseDuration(text);
  assert(parsed !== undefined, 'the durations of a valid file have a unit');
  return parsed;
}
