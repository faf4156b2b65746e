/**
 * The RDS events that the twin records and that runbooks wait for. DescribeEvents answers a message and categories but
 * no event id, so a reader tells events apart by their wording. Ids, categories, source types and wording:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html
 */
export interface RdsEventKind {
  readonly source: 'db-cluster' | 'db-instance' | 'db-cluster-snapshot';
  readonly categories: readonly string[];
  /** `{name}` stands for a value. */
  readonly message: string;
}

export const RDS_EVENTS = {
  'RDS-EVENT-0003': instance('deletion', 'DB instance deleted.'),
  'RDS-EVENT-0005': instance('creation', 'DB instance created.'),
  'RDS-EVENT-0006': instance('availability', 'DB instance restarted.'),
  'RDS-EVENT-0016': cluster('configuration change', 'Reset master credentials.'),
  'RDS-EVENT-0071': cluster('failover', 'Completed failover to DB instance: {instance}.'),
  'RDS-EVENT-0072': cluster('failover', 'Started same AZ failover to DB instance: {instance}.'),
  'RDS-EVENT-0073': cluster('failover', 'Started cross AZ failover to DB instance: {instance}.'),
  'RDS-EVENT-0074': snapshot('Creating manual cluster snapshot.'),
  'RDS-EVENT-0075': snapshot('Manual cluster snapshot created.'),
  'RDS-EVENT-0085': cluster(
    'notification',
    'Unable to upgrade DB cluster {cluster} because the instance {instance} has a status of {status}. Resolve the issue or delete the instance and try again.',
  ),
  'RDS-EVENT-0168': snapshot('Creating automated cluster snapshot.'),
  'RDS-EVENT-0169': snapshot('Automated cluster snapshot created.'),
  'RDS-EVENT-0170': cluster('creation', 'DB cluster created.'),
  'RDS-EVENT-0171': cluster('deletion', 'DB cluster deleted.'),
  'RDS-EVENT-0173': cluster('maintenance', 'Database cluster engine version has been upgraded.'),
  'RDS-EVENT-0177': cluster('maintenance', 'Database cluster upgrade is in progress.'),
  'RDS-EVENT-0181': global('Global switchover to DB cluster {cluster} in Region {region} started.'),
  'RDS-EVENT-0182': global('Old primary DB cluster {cluster} in Region {region} successfully shut down.'),
  'RDS-EVENT-0183': global(
    'Waiting for data synchronization across global cluster members. Current lags behind primary DB cluster: {lag}.',
  ),
  'RDS-EVENT-0184': global('New primary DB cluster {cluster} in Region {region} was successfully promoted.'),
  'RDS-EVENT-0185': global('Global switchover to DB cluster {cluster} in Region {region} finished.'),
  'RDS-EVENT-0186': global('Global switchover to DB cluster {cluster} in Region {region} is cancelled.'),
  'RDS-EVENT-0187': global('Global switchover to DB cluster {cluster} in Region {region} failed.'),
  'RDS-EVENT-0238': global('Global failover to DB cluster {cluster} in Region {region} completed.'),
  'RDS-EVENT-0239': global('Global failover to DB cluster {cluster} in Region {region} failed.'),
  'RDS-EVENT-0240': global(
    'Started resynchronizing members of DB cluster {cluster} in Region {region} after global failover.',
  ),
  'RDS-EVENT-0241': global(
    'Finished resynchronizing members of DB cluster {cluster} in Region {region} after global failover.',
  ),
  'RDS-EVENT-0390': fencing('Attempt to block writes for DB cluster {cluster} in Region {region} succeeded.'),
  'RDS-EVENT-0391': fencing('Attempt to block writes for DB cluster {cluster} in Region {region} timed out.'),
  'RDS-EVENT-0397': global('Aurora finished changing the DNS name that the global writer endpoint resolves to.'),
  'RDS-EVENT-0419': instance(
    'availability',
    'Amazon RDS has been unable to access the KMS encryption key for database instance {instance}. This database will be placed into an inaccessible state.',
  ),
  'RDS-EVENT-0423': global(
    'Waiting for data synchronization with the target DB cluster. Current target DB cluster lag behind the primary DB cluster: {lag}.',
  ),
  // the page puts the kind of the upgrade before "version upgrade"; how it is spelled was not found
  'RDS-EVENT-0517': cluster(
    'failure',
    'The minor version upgrade for DB cluster {cluster} was canceled because a failover occurred on the associated global database. The DB cluster is now running engine version {version}. Retry the upgrade when the global database is available.',
  ),
  'RDS-EVENT-0519': global(
    'Global database failover to DB cluster {cluster} in global database {global} completed. The DB cluster has no instances. Create a DB instance to access your data.',
  ),
} as const satisfies Record<string, RdsEventKind>;

export type RdsEventId = keyof typeof RDS_EVENTS;

/** The event that a message of DescribeEvents words, and the values in it; `undefined` for any other message. */
export function rdsEventOf(message: string): { id: RdsEventId; values: Record<string, string> } | undefined {
  for (const id of Object.keys(RDS_EVENTS) as RdsEventId[]) {
    const names: string[] = [];
    const pattern = RDS_EVENTS[id].message
      .split(/(\{\w+\})/)
      .map((part) => {
        if (!/^\{\w+\}$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        names.push(part.slice(1, -1));
        return '(.+?)';
      })
      .join('');
    const match = new RegExp(`^${pattern}$`).exec(message);
    if (match) return { id, values: Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? ''])) };
  }
  return undefined;
}

/** The wording of an event with its values filled in. */
export function rdsEventMessage(id: RdsEventId, values: Readonly<Record<string, string>>): string {
  return RDS_EVENTS[id].message.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

function cluster(category: string, message: string): RdsEventKind {
  return { source: 'db-cluster', categories: [category], message };
}

function global(message: string): RdsEventKind {
  return cluster('global failover', message);
}

function instance(category: string, message: string): RdsEventKind {
  return { source: 'db-instance', categories: [category], message };
}

function fencing(message: string): RdsEventKind {
  return { source: 'db-instance', categories: ['notification', 'global database'], message };
}

function snapshot(message: string): RdsEventKind {
  return { source: 'db-cluster-snapshot', categories: ['backup'], message };
}
