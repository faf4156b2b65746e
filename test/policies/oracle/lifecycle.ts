import type { CheckpointResource } from '../../../src/graph/checkpoint.ts';
import { type Add, type CaseVerdict, type Given, stackOf } from '../cases/build.ts';
import type { Chance, Oracle } from './build.ts';
import { pointing, told } from './plain.ts';

const DATABASE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const MEMBER = 'aws:rds/clusterInstance:ClusterInstance';
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const SEARCH = 'aws:opensearch/domain:Domain';
const KAFKA = 'aws:msk/cluster:Cluster';
const LAMBDA = 'aws:lambda/function:Function';
const KUBERNETES = 'aws:eks/cluster:Cluster';
const NODES = 'aws:eks/nodeGroup:NodeGroup';
const BUCKET = 'aws:s3/bucket:Bucket';
const CERTIFICATE = 'aws:acm/certificate:Certificate';

/**
 * What AWS says of versions on 2026-11-26, as far as it is beyond doubt: those whose end has passed, those that are far from it, and those that
 * there are not. Whatever is near its end is not among them, but for Kubernetes, whose sentence knows no days.
 */
const GOOD = 'pass';
const OVER = 'fail';
const ODD = 'unknown';
const POSTGRES = { '16.6': GOOD, '17.2': GOOD, '12.22': OVER, '13.20': OVER, '99.1': ODD } as const;
const MYSQL = { '5.7.44': OVER, '99.0.1': ODD } as const;
const ENGINES: Readonly<Record<string, Readonly<Record<string, CaseVerdict>>>> = {
  postgres: POSTGRES,
  mysql: MYSQL,
  'aurora-postgresql': POSTGRES,
  'aurora-mysql': { '5.7.mysql_aurora.2.11.4': OVER },
  redis: { '7.1': GOOD, '5.0.6': OVER },
};
const SEARCHES: Readonly<Record<string, CaseVerdict>> = { 'OpenSearch_2.19': GOOD, 'Elasticsearch_5.6': OVER };
const KAFKAS: Readonly<Record<string, CaseVerdict>> = { '3.9.x': GOOD, '2.8.1': OVER };
const RUNTIMES: Readonly<Record<string, CaseVerdict>> = {
  'python3.13': GOOD,
  'python3.12': GOOD,
  'python3.8': OVER,
  'nodejs18.x': OVER,
  'nodejs16.x': OVER,
  'go1.x': OVER,
  cobol85: ODD,
};
const KUBERNETES_VERSIONS: Readonly<Record<string, CaseVerdict>> = {
  '1.35': GOOD,
  '1.34': GOOD,
  '1.33': OVER,
  '1.32': OVER,
  '1.29': OVER,
  '1.99': ODD,
};
const AUTHORITIES: Readonly<Record<string, CaseVerdict>> = {
  'rds-ca-rsa2048-g1': GOOD,
  'rds-ca-rsa4096-g1': GOOD,
  'rds-ca-ecc384-g1': GOOD,
  'rds-ca-2019': OVER,
  'rds-ca-1900': ODD,
};

/** Days from 2026-11-26 to each date; `undefined` of what is none. */
const DATES: Readonly<Record<string, number | undefined>> = {
  '2026-11-25': -1,
  '2020-02-29': -2462,
  '2027-01-31': 66,
  '2027-02-23': 89,
  '2027-02-27': 93,
  '2030-12-31': 1496,
  '2028-02-30': undefined,
  '2027-13-01': undefined,
  soon: undefined,
};

export const LIFECYCLE: Oracle = {
  stack: (chance, name) =>
    stackOf({ name }, (add) => {
      databases(chance, add);
      others(chance, add);
    }),
  judges: {
    /** "Engine version not past, nor within N days of, end of standard support (dated data table)." */
    'LIFE-01': { resource: supported },
    /** "Runtime supported and >N days from deprecation." */
    'LIFE-02': {
      resource(one) {
        if (one.type !== LAMBDA) return undefined;
        if (told(one, 'packageType') === 'Image') return 'not-applicable';
        return RUNTIMES[String(told(one, 'runtime'))];
      },
    },
    /** "Kubernetes version in standard support." */
    'LIFE-03': {
      resource: (one) =>
        one.type === KUBERNETES || one.type === NODES ? KUBERNETES_VERSIONS[String(told(one, 'version'))] : undefined,
    },
    /** "Automatic minor upgrades on; Aurora: all members." */
    'LIFE-04': {
      resource(one, all) {
        if (![DATABASE, MEMBER, CACHE].includes(one.type)) return undefined;
        const isOld = one.type === CACHE && told(one, 'engineVersion') === '5.0.6';
        if (isOld) return undefined;
        if (told(one, 'autoMinorVersionUpgrade') === false) return 'fail';
        const siblings = pointing(all, MEMBER, 'clusterIdentifier', told(one, 'clusterIdentifier'));
        return siblings.some((other) => told(other, 'autoMinorVersionUpgrade') === false) ? undefined : 'pass';
      },
    },
    /** "`retire-by` tag valid; past ⇒ fail, ≤90 days ⇒ warn and require a decommission runbook + final backup." */
    'LIFE-05': { resource: retired },
    /** "ACM certs DNS-validated (auto-renew), RSA ≥2048; RDS CA not expiring." */
    'LIFE-06': {
      resource(one) {
        if (one.type === DATABASE) return AUTHORITIES[String(told(one, 'caCertIdentifier'))];
        if (one.type !== CERTIFICATE) return undefined;
        const isGood = told(one, 'validationMethod') === 'DNS' && told(one, 'keyAlgorithm') !== 'RSA_1024';
        return isGood ? 'pass' : 'fail';
      },
    },
  },
};

function retirement(chance: Chance, name: string): Record<string, string> {
  if (chance.is(`${name} stays`, 0.2)) return {};
  const day = chance.oneOf(`${name} retires`, Object.keys(DATES));
  return { 'retire-by': day, ...(chance.is(`${name} runbook`) && { 'decommission-runbook': 'retire-system' }) };
}

function databases(chance: Chance, add: Add): void {
  const upgrades = (name: string): Given | undefined =>
    chance.oneOf(`${name} upgrades`, [true, true, undefined, false]);
  for (const name of ['one', 'two']) {
    const engine = chance.oneOf(`${name} engine`, ['postgres', 'mysql']);
    const hasFinal = chance.is(`${name} final`);
    add(DATABASE, name, {
      engine,
      engineVersion: chance.oneOf(`${name} version`, Object.keys(ENGINES[engine] ?? {})),
      autoMinorVersionUpgrade: upgrades(name),
      caCertIdentifier: chance.oneOf(`${name} authority`, Object.keys(AUTHORITIES)),
      tags: retirement(chance, name),
      skipFinalSnapshot: !hasFinal,
      ...(hasFinal && { finalSnapshotIdentifier: `${name}-final` }),
    });
  }
  const engine = chance.oneOf('cluster engine', ['aurora-postgresql', 'aurora-mysql']);
  const engineVersion = chance.oneOf('cluster version', Object.keys(ENGINES[engine] ?? {}));
  const cluster = add(CLUSTER, 'cluster', { engine, engineVersion });
  for (let index = 0; index < chance.oneOf('members', [0, 1, 2]); index++) {
    const name = `member-${index}`;
    const instanceClass = 'db.r6g.large';
    add(MEMBER, name, { clusterIdentifier: cluster.ref('id'), instanceClass, autoMinorVersionUpgrade: upgrades(name) });
  }
  const cacheVersion = chance.oneOf('cache version', Object.keys(ENGINES['redis'] ?? {}));
  add(CACHE, 'cache', { engine: 'redis', engineVersion: cacheVersion, autoMinorVersionUpgrade: upgrades('cache') });
}

function others(chance: Chance, add: Add): void {
  add(SEARCH, 'search', { engineVersion: chance.oneOf('search', Object.keys(SEARCHES)) });
  add(KAFKA, 'kafka', { kafkaVersion: chance.oneOf('kafka', Object.keys(KAFKAS)), numberOfBrokerNodes: 3 });
  const runtime = chance.oneOf('runtime', Object.keys(RUNTIMES));
  const isImage = chance.is('image', 0.2);
  add(
    LAMBDA,
    'function',
    isImage ? { packageType: 'Image', imageUri: 'app:1' } : { runtime, handler: 'index.handler' },
  );
  const versions = Object.keys(KUBERNETES_VERSIONS);
  const kubernetes = add(KUBERNETES, 'kubernetes', { version: chance.oneOf('kubernetes', versions) });
  for (let index = 0; index < chance.oneOf('groups', [0, 1, 2]); index++)
    add(NODES, `nodes-${index}`, {
      clusterName: kubernetes.ref('id'),
      version: chance.oneOf(`nodes ${index}`, versions),
    });
  add(BUCKET, 'bucket', { tags: retirement(chance, 'bucket') });
  add(CERTIFICATE, 'certificate', {
    domainName: 'www.example.com',
    validationMethod: chance.oneOf('validation', ['DNS', 'DNS', 'EMAIL']),
    keyAlgorithm: chance.oneOf('key', ['RSA_2048', undefined, 'RSA_4096', 'EC_prime256v1', 'RSA_1024']),
  });
}

function supported(one: CheckpointResource): CaseVerdict | undefined {
  const version = String(told(one, 'engineVersion'));
  if (one.type === SEARCH) return SEARCHES[version];
  if (one.type === KAFKA) return KAFKAS[String(told(one, 'kafkaVersion'))];
  if (![DATABASE, CLUSTER, CACHE].includes(one.type)) return undefined;
  return ENGINES[String(told(one, 'engine'))]?.[version];
}

function retired(one: CheckpointResource): CaseVerdict | undefined {
  if (one.type !== DATABASE && one.type !== BUCKET) return undefined;
  const date = told(one, 'tags', 'retire-by');
  if (date === undefined) return 'not-applicable';
  const days = DATES[String(date)];
  if (days === undefined || days < 0) return 'fail';
  if (days > 90) return 'pass';
  if (told(one, 'tags', 'decommission-runbook') === undefined) return 'fail';
  // what the final backup of a bucket is, the sentence leaves open
  if (one.type === BUCKET) return undefined;
  return told(one, 'skipFinalSnapshot') === false ? 'pass' : 'fail';
}
