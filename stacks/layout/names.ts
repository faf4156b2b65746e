import { createHash } from 'node:crypto';

/** The most characters that AWS allows in the name of each kind of thing. Source: the services' API references. */
export const NAME_LIMITS = {
  alarm: 255,
  autoScalingGroup: 255,
  backupPlan: 50,
  backupSelection: 50,
  balancer: 32,
  bucket: 63,
  budget: 100,
  costMonitor: 50,
  dashboard: 255,
  databaseCluster: 63,
  databaseInstance: 63,
  eventRule: 64,
  function: 64,
  globalCluster: 63,
  instanceProfile: 128,
  launchTemplate: 128,
  logGroup: 512,
  patchBaseline: 128,
  patchWindow: 128,
  restoreTesting: 50,
  role: 64,
  rolePolicy: 128,
  securityGroup: 255,
  snapshot: 255,
  subnetGroup: 255,
  table: 255,
  targetGroup: 32,
  topic: 256,
  trail: 128,
  vault: 50,
  webAcl: 128,
} as const;

export type NameKind = keyof typeof NAME_LIMITS;

/**
 * The parts joined by dashes. A name that would be too long keeps its beginning and ends in a hash of the whole, so that two
 * long names with the same beginning stay two.
 */
export function nameOf(kind: NameKind, ...parts: readonly (string | number)[]): string {
  const full = parts.join('-');
  const limit = NAME_LIMITS[kind];
  if (full.length <= limit) return full;
  const hash = createHash('sha256').update(full).digest('hex').slice(0, HASH_LENGTH);
  // RDS refuses two dashes in a row
  return `${full.slice(0, limit - HASH_LENGTH - 1).replace(/-+$/, '')}-${hash}`;
}

const HASH_LENGTH = 8;
