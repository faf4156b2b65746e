/** When things of a site are worked on, in UTC. No two of them overlap, at a site or between sites, so that one piece of work meets all others whole. */
export interface Windows {
  /** Of Aurora's own backups, every day, as `hh:mm-hh:mm`. */
  readonly backup: string;
  /** Of the cluster, once a week, as `ddd:hh:mm-ddd:hh:mm`. */
  readonly cluster: string;
  /** Of the hosts' patches, as Systems Manager writes a schedule; it is two hours long. */
  readonly patches: string;
}

/** The windows of the site at a place in the file's list, 0 to 4. Each site has a working day of its own, and patches on Sunday. */
export function windowsOf(siteIndex: number): Windows {
  const day = dayOf(siteIndex);
  return {
    backup: '00:00-00:30',
    cluster: windowAt(day, FIRST_MINUTE),
    patches: `cron(0 ${3 * siteIndex} ? * SUN *)`,
  };
}

/** The window of a member of the cluster, 0 to 14: after the cluster's, one after the other, and on Saturday where the site's night is over. */
export function memberWindow(siteIndex: number, member: number): string {
  const slot = member + 1;
  if (slot < SLOTS_OF_NIGHT) return windowAt(dayOf(siteIndex), FIRST_MINUTE + slot * SLOT_MINUTES);
  const later = siteIndex * LATE_MEMBERS + slot - SLOTS_OF_NIGHT;
  return windowAt('sat', FIRST_MINUTE + later * SLOT_MINUTES);
}

const SITE_DAYS = ['tue', 'wed', 'thu', 'fri', 'mon'] as const;
const FIRST_MINUTE = 30;
/** RDS takes no shorter window. */
const SLOT_MINUTES = 30;
/** From half past midnight to six. */
const SLOTS_OF_NIGHT = 11;
/** Of fifteen members, those that a night has no slot for. */
const LATE_MEMBERS = 5;

function dayOf(siteIndex: number): (typeof SITE_DAYS)[number] {
  const day = SITE_DAYS[siteIndex];
  if (day === undefined) throw new Error(`broken invariant: an environment has at most ${SITE_DAYS.length} sites`);
  return day;
}

function windowAt(day: string, fromMinute: number): string {
  return `${day}:${clock(fromMinute)}-${day}:${clock(fromMinute + SLOT_MINUTES)}`;
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
