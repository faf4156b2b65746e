import { type Resource, rule } from 'evenkeel/policy';
import dates from '../../facts/engine-support.json' with { type: 'json' };
import { isSupported } from '../../facts/support.ts';

type Version = (resource: Resource) => readonly [product: string, version: string, property: string];

const ofDatabase: Version = (one) => [`${one.need('engine')}`, `${one.need('engineVersion')}`, 'engineVersion'];

const VERSIONS: Readonly<Record<string, Version>> = {
  'aws:rds/instance:Instance': ofDatabase,
  'aws:rds/cluster:Cluster': ofDatabase,
  'aws:elasticache/replicationGroup:ReplicationGroup': (one) => [
    `${one.readOr('engine', 'redis')}`,
    `${one.need('engineVersion')}`,
    'engineVersion',
  ],
  'aws:opensearch/domain:Domain': (one) => {
    const [product = '', version = ''] = String(one.need('engineVersion')).split('_');
    return [product, version, 'engineVersion'];
  },
  'aws:msk/cluster:Cluster': (one) => ['kafka', `${one.need('kafkaVersion')}`, 'kafkaVersion'],
};

export const life01 = rule({
  id: 'LIFE-01',
  title: 'Engines are in standard support, and for long enough to leave it in peace',
  why: 'Past its standard support an engine gets no fixes, or expensive ones, and AWS upgrades it in an hour that nobody chose.',
  remedy: 'Upgrade to a version whose standard support lasts.',
  severity: 'high',
  types: Object.keys(VERSIONS),
  decidedAt: 'deployed',
  cannotSee: [
    'the end of a minor version: the table of dates holds major ones, and Kafka’s and OpenSearch’s as they are named',
    'engines that the table does not hold, such as Oracle and SQL Server: the verdict is unknown',
    'dates that AWS announced after the table was read',
  ],
  parameters: { days: { default: 90, means: 'days that must be left before standard support ends' } },
  check(resource, { days }, { nowMs }) {
    const [product = '', version = '', property = ''] = VERSIONS[resource.type]?.(resource) ?? [];
    return isSupported(dates, product, version, { days, nowMs, property });
  },
});
