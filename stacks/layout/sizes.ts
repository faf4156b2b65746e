import type { Site, System } from 'evenkeel/system';

/** The fleet of a site as it is born. What it grows to afterwards is the site's role, which is state. */
export interface FleetSize {
  readonly minSize: number;
  readonly maxSize: number;
  /** The founder is born serving, the others standing by. */
  readonly desiredCapacity: number;
}

export function fleetSize(service: System['service'], site: Pick<Site, 'founder'>): FleetSize {
  const { min, serving, max } = service.size;
  return { minSize: min, maxSize: max, desiredCapacity: site.founder ? serving : min };
}

/** Days that Aurora keeps its own automated backups: as long as the recovery points, at most what Aurora can. */
export function automatedBackupDays(backup: System['backup']): number {
  return Math.min(Math.max(backup.retentionDays, 1), AURORA_MOST_DAYS);
}

const AURORA_MOST_DAYS = 35;

/** The zone of a member of the cluster: the site's zones in turn, so that neighbours never share one. */
export function zoneOfMember(zones: readonly string[], index: number): string {
  const zone = zones[index % zones.length];
  if (zone === undefined) throw new Error('broken invariant: a site has zones');
  return zone;
}
