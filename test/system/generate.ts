import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { draw } from '../../src/lib/chance.ts';
import { REGION_BLOCKS } from '../../src/system/regions.ts';
import type { EnvironmentFile, SiteFile, SystemFile } from '../../src/system/system-file.ts';
import { zonesOf } from '../../src/twin/services/ec2/zones.ts';

export interface GenerateOptions {
  /** Default: 1 to 5 by chance. */
  readonly sites?: number;
}

export interface GeneratedSystem {
  readonly name: string;
  readonly file: SystemFile;
  /** The system file. */
  readonly text: string;
}

/**
 * A valid system file that follows from its seed: names, account, regions, zones, founder, sizes, versions and
 * objectives differ. One environment, whose zone is created with it.
 */
export function generateSystem(seed: string | number, options: GenerateOptions = {}): GeneratedSystem {
  const chance = chanceOf(seed);
  const name = `${chance.one('word', WORDS)}${chance.one('more', ['', '', '-desk', '-api', '-of-record'])}`;
  const environment = chance.one('environment', ['prod', 'live', 'p1']);
  const size = sizeOf(chance);
  const database = databaseOf(chance);
  const decision = chance.whole('decision', 1, 6);
  const file: SystemFile = {
    system: name,
    title: `${name.replaceAll('-', ' ')} of seed ${seed}`.slice(0, 80),
    owner: { team: `${name}-team`, email: `team@${name}.example.com` },
    dataClassification: chance.one('data', ['public', 'internal', 'confidential', 'restricted']),
    tier: chance.one('tier', [1, 2, 3]),
    environments: { [environment]: environmentOf(name, chance, options.sites ?? chance.whole('sites', 1, 5)) },
    service: {
      port: chance.whole('port', 1024, 65_535),
      healthPath: chance.one('health', ['/', '/healthz', '/live', '/api/v1/health']),
      instanceTypes: chance.one('types', [
        ['m7g.large', 'm6g.large'],
        ['c7g.xlarge', 'c6g.xlarge', 'm7g.xlarge'],
      ]),
      size,
      verify: { script: `${name}-verify.mjs`, timeout: chance.one('verify', ['20s', '1min']) },
    },
    database,
    recovery: {
      strategy: 'warm-standby',
      objectives: {
        recoveryTime: `${decision + chance.whole('recovery', 15, 30)}min`,
        loss: chance.one('loss', ['30s', '1min', '5min']),
      },
      decision: `${decision}min`,
    },
    backup: {
      ...chance.one('backup', [
        { schedule: 'cron(0 3 * * ? *)', objective: '24h' },
        { schedule: 'rate(12 hours)', objective: '1d' },
        { schedule: 'cron(30 0/6 * * ? *)', objective: '8h' },
      ]),
      retention: `${chance.whole('retention', 1, 100)}d`,
      copyToOtherSites: chance.one('copy', [true, true, false]),
    },
    ...chance.one('retirement', [
      {},
      { retirement: { notice: '1d', screamTest: '1d', retention: '30d', finalSnapshots: 'keep' as const } },
      { retirement: { legalHolds: [{ id: 'case-7', reason: 'a case', until: '2031-06-30' }] } },
    ]),
  };
  return { name, file, text: stringify(file) };
}

/** Writes the system file and its verify script into a folder; answers the file's path. */
export function writeSystem(folder: string, { name, text, file }: GeneratedSystem): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file.service.verify.script), VERIFY_SCRIPT);
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, text);
  return path;
}

const WORDS = ['ledger', 'parcels', 'fares', 'tickets', 'claims', 'stock', 'rota', 'menu2', 'x', 'warehouse-catalogue'];

const VERIFY_SCRIPT = `const { SERVICE_URL, HEALTH_PATH } = process.env;
const { status } = await fetch(SERVICE_URL + HEALTH_PATH, { signal: AbortSignal.timeout(5000) });
console.log(status);
process.exitCode = status === 200 ? 0 : 1;
`;

type Chance = ReturnType<typeof chanceOf>;

function chanceOf(seed: string | number) {
  const whole = (event: string, low: number, high: number) =>
    low + Math.floor(draw(seed, 'system-file', event) * (high - low + 1));
  const one = <const T>(event: string, values: readonly T[]): T => {
    const value = values[whole(event, 0, values.length - 1)];
    if (value === undefined) throw new Error('broken invariant: one of nothing');
    return value;
  };
  const shuffled = <T>(event: string, values: readonly T[]): T[] =>
    values
      .map((value, index) => ({ value, rank: draw(seed, 'system-file', `${event} ${index}`) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ value }) => value);
  return { whole, one, shuffled };
}

function sizeOf(chance: Chance): SystemFile['service']['size'] {
  const min = chance.whole('min', 1, 3);
  const serving = min + chance.whole('serving', 0, 5);
  return { min, serving, max: serving + chance.whole('max', 0, 6) };
}

function databaseOf(chance: Chance): SystemFile['database'] {
  return {
    engine: 'aurora-postgresql',
    version: chance.one('version', ['16.6', '16.4', '15.8', '14.13', '17.4']),
    instanceClass: chance.one('class', ['db.r6g.large', 'db.r7g.xlarge', 'db.r5.2xlarge']),
    members: chance.whole('members', 1, 3),
    name: chance.one('database', ['main', 'app_data', 'd1']),
  };
}

function environmentOf(name: string, chance: Chance, count: number): EnvironmentFile {
  const zone = `${name}.example.com`;
  const founder = chance.whole('founder', 0, count - 1);
  const regions = chance.shuffled('region', Object.keys(REGION_BLOCKS).sort()).slice(0, count);
  return {
    account: String(chance.whole('account', 100_000_000_000, 999_999_999_999)),
    domain: { zone, host: chance.one('host', [zone, `www.${zone}`, `a.b.${zone}`]) },
    sites: regions.map((region, index) => siteOf(chance, region, index, index === founder)),
  };
}

function siteOf(chance: Chance, region: string, index: number, founder: boolean): SiteFile {
  const zones = zonesOf(region).map((zone) => zone.name);
  // `us-east-1` is use1; the place is told apart where two regions would be called the same (ap-south-1, ap-southeast-1)
  const short = region.replace(/-|(?<=-[a-z])[a-z]+/g, '').slice(0, 6);
  return {
    name: chance.one(`style of ${index}`, [
      `s${index + 1}`,
      `${short}x${index + 1}`,
      index === 0 ? short : `s${index + 1}`,
    ]),
    region,
    ...(founder && { founder }),
    zones: chance.shuffled(`zones of ${region}`, zones).slice(0, 3),
    ...(chance.whole(`cidr of ${region}`, 0, 3) === 0 && { cidr: `10.${100 + index}.0.0/16` }),
    image: `ami-${chance.whole(`image of ${region}`, 0x10000000, 0xffffffff).toString(16)}`,
  };
}
