import { parseDuration } from '../lib/duration.ts';
import { formatSeconds } from '../lib/duration-text.ts';
import type { Problem } from '../lib/errors.ts';
import { nearest } from '../lib/nearest.ts';
import type { Path } from '../lib/positioned-document.ts';
import { longestGapSeconds, readSchedule } from '../lib/schedule.ts';
import { type Report, siteProblems } from './sites.ts';
import type { BackupFile, DatabaseFile, EnvironmentFile, RecoveryFile, SizeFile, SystemFile } from './system-file.ts';

/**
 * What the schema cannot say: rules over several values. Only parts that the schema accepts are looked at (`isSound`
 * of their path), so that one wrong value hides no other.
 */
export function meaningProblems(
  file: SystemFile,
  name: string,
  isSound: (path: Path) => boolean,
  at: (path: Path) => string,
): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (rule, path, problem) => {
    problems.push({ code: `system.${rule}`, at: at(path), ...problem });
  };
  if (isSound(['system'])) nameProblem(file, name, report);
  if (isSound(['service', 'size'])) sizeProblem(file.service.size, ['service', 'size'], report);
  if (isSound(['recovery'])) objectiveProblem(file.recovery, ['recovery'], report);
  if (isSound(['backup'])) scheduleProblem(file.backup, ['backup'], report);
  if (isSound(['retirement'])) holdProblems(file, report);
  if (isSound(['environments'])) domainProblems(file, report);
  for (const [environment, one] of Object.entries(isMapping(file.environments) ? file.environments : {})) {
    ownProblems(one, ['environments', environment], isSound, report);
    const path = ['environments', environment, 'sites'];
    if (!isSound(path)) continue;
    siteProblems(one.sites, path, report);
    if (isSound(['recovery']) && isSound(['environments', environment, 'recovery'])) {
      strategyProblem(one.recovery ?? file.recovery, one, environment, report);
    }
    if (isSound(['environments', environment, 'bindings'])) bindingProblems(one, environment, report);
    if (!isSound(['database'])) continue;
    const members = isSound(['environments', environment, 'members']) ? one.members : undefined;
    databaseProblems({ ...file.database, ...(members !== undefined && { members }) }, one, environment, report);
  }
  return problems;
}

/** What an environment has otherwise than the system keeps the rules that the system's keeps. */
function ownProblems(one: EnvironmentFile, path: Path, isSound: (path: Path) => boolean, report: Report): void {
  const { size, recovery, backup } = one;
  if (size !== undefined && isSound([...path, 'size'])) sizeProblem(size, [...path, 'size'], report);
  if (recovery !== undefined && isSound([...path, 'recovery'])) {
    objectiveProblem(recovery, [...path, 'recovery'], report);
  }
  if (backup !== undefined && isSound([...path, 'backup'])) scheduleProblem(backup, [...path, 'backup'], report);
}

/** A strategy that another site carries needs one; that of a single site is to be restored. */
function strategyProblem(
  { strategy }: RecoveryFile,
  { sites }: EnvironmentFile,
  environment: string,
  report: Report,
): void {
  if (strategy !== 'backup-restore' || sites.length === 1) return;
  report('strategy', ['environments', environment, 'sites'], {
    message: `${environment} has several sites and a strategy that uses one`,
    found: `${sites.length} sites, backup-restore`,
    allowed: 'one site with backup-restore, several with warm-standby',
    next: 'correct the strategy, or leave one site',
  });
}

function isMapping<T>(value: T): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameProblem(file: SystemFile, name: string, report: Report): void {
  if (file.system === name) return;
  report('name', ['system'], {
    message: 'a system is called as its file is',
    found: file.system,
    allowed: name,
    next: `call it ${name}, or rename the file to ${file.system}.yaml`,
  });
}

function sizeProblem({ min, serving, max }: SizeFile, path: Path, report: Report): void {
  if (min <= serving && serving <= max) return;
  report('size', path, {
    message: 'the sizes of the service are out of order',
    found: `min ${min}, serving ${serving}, max ${max}`,
    allowed: 'min ≤ serving ≤ max',
    next: 'correct the sizes',
  });
}

function objectiveProblem(recovery: RecoveryFile, path: Path, report: Report): void {
  const objective = parseDuration(recovery.objectives.recoveryTime) ?? 0;
  const decision = parseDuration(recovery.decision) ?? 0;
  if (decision < objective) return;
  report('objective', [...path, 'decision'], {
    message: 'the decision alone takes as long as the whole recovery may',
    found: `decision ${formatSeconds(decision)}, objective ${formatSeconds(objective)}`,
    allowed: 'a decision shorter than the objective of recoveryTime',
    next: 'decide faster, or promise less',
  });
}

function scheduleProblem({ schedule, objective }: BackupFile, path: Path, report: Report): void {
  const read = readSchedule(schedule);
  const gap = read && longestGapSeconds([read], FROM_MS);
  if (gap === undefined) {
    report('schedule', [...path, 'schedule'], {
      message: 'the schedule of the backup cannot be read',
      found: schedule,
      allowed:
        'cron(minutes hours day-of-month month day-of-week year) with ? for one of the two days, or rate(N hours)',
      next: 'correct the schedule',
    });
  } else if (gap > (parseDuration(objective) ?? 0)) {
    report('schedule', [...path, 'schedule'], {
      message: 'the schedule of the backup cannot keep its objective',
      found: Number.isFinite(gap) ? `up to ${formatSeconds(gap)} between two runs` : 'at most one run',
      allowed: `at most ${objective} between two runs`,
      next: 'run it more often, or promise less',
    });
  }
}

/** A file is as good next year as this: every calendar of twelve years is as good as another. */
const FROM_MS = Date.UTC(2027, 0, 1);

function holdProblems({ retirement }: SystemFile, report: Report): void {
  const known = new Set<string>();
  for (const [index, { id, until }] of (retirement?.legalHolds ?? []).entries()) {
    const path = ['retirement', 'legalHolds', index];
    if (known.has(id)) {
      report('hold', [...path, 'id'], {
        message: 'two legal holds have one id',
        found: id,
        allowed: 'an id of its own for each hold',
        next: 'correct one of the two',
      });
    }
    known.add(id);
    const day = new Date(`${until}T00:00:00Z`);
    if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== until) {
      report('hold', [...path, 'until'], {
        message: 'a legal hold ends on a day that no calendar has',
        found: until,
        allowed: 'a day, such as "2033-12-31"',
        next: 'correct the day',
      });
    }
  }
}

function bindingProblems({ sites, bindings = {} }: EnvironmentFile, environment: string, report: Report): void {
  const names = sites.map(({ name }) => name);
  for (const name of Object.keys(bindings)) {
    if (names.includes(name)) continue;
    const meant = nearest(name, names);
    report('binding', ['environments', environment, 'bindings', name], {
      message: 'a binding names no site',
      found: name,
      allowed: names.join(', '),
      next: meant === undefined ? 'name one of the sites' : `did you mean ${meant}?`,
    });
  }
}

/** A global database: source of both rules aurora-global-database (GDB-09, GDB-13 of the table of refusals). */
function databaseProblems(database: DatabaseFile, one: EnvironmentFile, environment: string, report: Report): void {
  const sites = one.sites.length;
  const [major = 0, minor = 0] = database.version.split('.').map(Number);
  const least = FIRST_MINOR[major];
  if (major < 15 && (least === undefined || minor < least)) {
    report('version', ['database', 'version'], {
      message: 'a global database of this version can only be failed over while all patch levels are equal',
      found: database.version,
      allowed: '15.1 and later, 14.5 and later, 13.8 and later, 12.12 and later, 11.17 and later',
      next: 'choose a later version',
    });
  }
  const most = 17 - sites;
  if (database.members > most) {
    const path = one.members === undefined ? ['database', 'members'] : ['environments', environment, 'members'];
    report('members', path, {
      message: `the writing site of ${environment} has room for fewer members`,
      found: String(database.members),
      allowed: `at most ${most}: one writer and 15 readers, less one for each of ${sites - 1} other sites`,
      next: 'take fewer members',
    });
  }
}

const FIRST_MINOR: Readonly<Record<number, number>> = { 14: 5, 13: 8, 12: 12, 11: 17 };

function domainProblems(file: SystemFile, report: Report): void {
  const hosts = new Map<string, string>();
  const zones = new Map<string, string>();
  for (const [environment, { domain }] of Object.entries(file.environments)) {
    const path = ['environments', environment, 'domain'];
    if (domain.host !== domain.zone && !domain.host.endsWith(`.${domain.zone}`)) {
      report('domain', [...path, 'host'], {
        message: 'the host is not in the zone',
        found: domain.host,
        allowed: `${domain.zone}, or a name that ends in .${domain.zone}`,
        next: 'correct one of the two',
      });
    }
    const takenBy = hosts.get(domain.host) ?? (domain.zoneExists ? undefined : zones.get(domain.zone));
    if (takenBy !== undefined) {
      report('domain', [...path, hosts.has(domain.host) ? 'host' : 'zone'], {
        message: `environment ${takenBy} has that name already`,
        found: hosts.has(domain.host) ? domain.host : domain.zone,
        allowed: 'a host of its own for each environment, and a zone that only one of them creates',
        next: 'give one of the environments another name',
      });
    }
    hosts.set(domain.host, environment);
    if (!domain.zoneExists) zones.set(domain.zone, environment);
  }
}
