import { AwsError } from '../../aws-error.ts';
import type { ClusterRecord } from './records.ts';

/** An engine version taken apart: `16.4` has no patch of its own, `8.0.mysql_aurora.3.04.1` has. */
export interface EngineVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Throws InvalidParameterValue for what is no Aurora version. */
export function parseVersion(version: string): EngineVersion {
  const numbers = version.replace(/^.*mysql_aurora\./, '').split('.');
  const [major, minor = 0, patch = 0] = numbers.map(Number);
  if (major === undefined || numbers.some((number) => !/^\d+$/.test(number))) {
    throw new AwsError('InvalidParameterValue', `${version} is not an engine version`);
  }
  return { major, minor, patch };
}

/**
 * Refuses a failover or switchover between clusters whose versions differ in a way that Aurora does not bridge. Source
 * of the version lists: aurora-global-database-upgrade.html (refusals, GDB-12 to GDB-14).
 */
export function refuseUnequalVersions(from: ClusterRecord, to: ClusterRecord, all: readonly ClusterRecord[]): void {
  const [ours, theirs] = [parseVersion(runs(from)), parseVersion(runs(to))];
  if (ours.major !== theirs.major || ours.minor !== theirs.minor) {
    throw new AwsError(
      'InvalidGlobalClusterStateFault',
      `${from.id} runs ${from.engineVersion} and ${to.id} runs ${to.engineVersion}: the versions must be equal`,
      { row: 'GDB-12' },
    );
  }
  const bridged = from.engine === 'aurora-postgresql' && bridgesPatches(ours);
  if (ours.patch !== theirs.patch && !bridged) {
    throw new AwsError(
      'InvalidGlobalClusterStateFault',
      `${from.id} runs ${runs(from)} and ${to.id} runs ${runs(to)}: the patch levels must be equal`,
      { row: 'GDB-13' },
    );
  }
  if (from.engine === 'aurora-postgresql') refuseHalfPatched(all);
}

/** The version that runs, with the patch where it is known. */
function runs(cluster: ClusterRecord): string {
  return cluster.patchVersion ?? cluster.engineVersion;
}

/** Aurora PostgreSQL from these on fails over between patch levels. */
function bridgesPatches({ major, minor }: EngineVersion): boolean {
  const first: Readonly<Record<number, number>> = { 14: 5, 13: 8, 12: 12, 11: 17 };
  return major >= 15 || minor >= (first[major] ?? Number.POSITIVE_INFINITY);
}

const WATERSHED = [
  ...['16.1.6', '16.2.4', '16.3.2', '16.4.2', '15.3.8', '15.4.9', '15.5.6', '15.6.4', '15.7.2', '15.8.2'],
  ...['14.8.8', '14.9.9', '14.10.6', '14.11.4', '14.12.2', '14.13.2'],
].map(parseVersion);

/** Some members at or above the patch of their version that changed the replication, others below it. */
function refuseHalfPatched(members: readonly ClusterRecord[]): void {
  const above = members.map((member) => {
    const { major, minor, patch } = parseVersion(runs(member));
    const watershed = WATERSHED.find((version) => version.major === major && version.minor === minor);
    return watershed === undefined || patch >= watershed.patch;
  });
  if (new Set(above).size < 2) return;
  const list = members.map((member) => `${member.id} ${runs(member)}`).join(', ');
  throw new AwsError(
    'InvalidGlobalClusterStateFault',
    `some members run a patch that others must have too before the writer can move: ${list}`,
    { row: 'GDB-14' },
  );
}
