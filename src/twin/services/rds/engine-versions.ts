import type { DBEngineVersion, UpgradeTarget } from '@aws-sdk/client-rds';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Rds } from './api.ts';
import { page } from './page.ts';
import type { ClusterRecord } from './records.ts';
import { parseVersion } from './versions.ts';

/**
 * Minor versions that a version can be upgraded to, oldest first: the rows of one major version as AWS's page had them in
 * November 2025. Targets of another major version are left out, since the twin upgrades to none. AWS withdraws versions and adds
 * others by region; against AWS the runbook asks DescribeDBEngineVersions, so nothing but the twin depends on this copy.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.PostgreSQL.UpgradeVersion.html
 */
const MINOR_TARGETS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'aurora-postgresql': {
    '16.4': ['16.6', '16.8', '16.9', '16.10'],
    '16.6': ['16.8', '16.9', '16.10'],
    '16.8': ['16.9', '16.10'],
    '16.9': ['16.10'],
    '16.10': [],
  },
};

export const engineVersionHandlers: Rds = {
  DescribeDBEngineVersions(input, call) {
    if (input.Filters?.length) throw notModelled('DescribeDBEngineVersions with filters');
    if (input.DefaultOnly) throw notModelled('the default version of an engine');
    const engines = input.Engine === undefined ? Object.keys(MINOR_TARGETS) : [input.Engine];
    const found = engines.flatMap((engine) =>
      (input.EngineVersion === undefined ? Object.keys(rowsOf(engine)) : [input.EngineVersion]).map((version) =>
        versionView(engine, version),
      ),
    );
    const { items, marker } = page(call, input, found);
    return { DBEngineVersions: items, Marker: marker };
  },
};

/** The minor versions that a version can be upgraded to, oldest first. Throws NotImplemented for a version that is not in the table. */
export function minorTargets(engine: string, version: string): readonly string[] {
  const targets = rowsOf(engine)[version];
  if (targets) return targets;
  const known = Object.keys(rowsOf(engine)).join(', ');
  throw notModelled(`upgrades of ${engine} ${version}: the table of versions has ${known}`);
}

/** Refuses a target that AWS does not offer for the version that runs, older ones among them (refusals, RDS-20). */
export function refuseTarget(cluster: ClusterRecord, target: string): void {
  const from = parseVersion(cluster.engineVersion);
  const to = parseVersion(target);
  if (to.major > from.major) throw notModelled('an upgrade to another major version');
  const isOlder = to.major < from.major || to.minor < from.minor;
  if (!isOlder && minorTargets(cluster.engine, cluster.engineVersion).includes(target)) return;
  throw new AwsError(
    'InvalidParameterCombination',
    `Cannot upgrade ${cluster.engine} from ${cluster.engineVersion} to ${target}`,
    { row: 'RDS-20' },
  );
}

function rowsOf(engine: string): Readonly<Record<string, readonly string[]>> {
  const rows = MINOR_TARGETS[engine];
  if (!rows) throw notModelled(`the versions of ${engine}`);
  return rows;
}

function versionView(engine: string, version: string): DBEngineVersion {
  const targets = minorTargets(engine, version);
  return {
    Engine: engine,
    EngineVersion: version,
    MajorEngineVersion: String(parseVersion(version).major),
    DBParameterGroupFamily: `${engine}${parseVersion(version).major}`,
    Status: 'available',
    SupportsGlobalDatabases: true,
    ValidUpgradeTarget: targets.map((target) => targetView(engine, target)),
  };
}

function targetView(engine: string, version: string): UpgradeTarget {
  return { Engine: engine, EngineVersion: version, IsMajorVersionUpgrade: false, SupportsGlobalDatabases: true };
}
