import taggable from './taggable-types.json' with { type: 'json' };

/** Canonical types that bear tags. */
export const TAGGABLE: readonly string[] = taggable.types;

/**
 * The property by which a type copies its tags to its snapshots or backups. Members of a cluster are left out: with them the
 * property has no effect (ModifyDBInstance, RDS API reference).
 */
export const COPIES_TAGS: Readonly<Record<string, string>> = {
  'aws:fsx/lustreFileSystem:LustreFileSystem': 'copyTagsToBackups',
  'aws:fsx/ontapVolume:OntapVolume': 'copyTagsToBackups',
  'aws:fsx/openZfsFileSystem:OpenZfsFileSystem': 'copyTagsToBackups',
  'aws:fsx/openZfsVolume:OpenZfsVolume': 'copyTagsToSnapshots',
  'aws:fsx/windowsFileSystem:WindowsFileSystem': 'copyTagsToBackups',
  'aws:neptune/cluster:Cluster': 'copyTagsToSnapshot',
  'aws:rds/cluster:Cluster': 'copyTagsToSnapshot',
  'aws:rds/instance:Instance': 'copyTagsToSnapshot',
};
