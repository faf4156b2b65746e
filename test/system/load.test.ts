import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EvenkeelError, type Problem } from '../../src/lib/errors.ts';
import { findStackIn, loadSystem, loadSystems } from '../../src/system/load.ts';
import { parseSystem } from '../../src/system/parse.ts';

const folder = mkdtempSync(join(tmpdir(), 'systems-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** With production alone, whose text is changed below. */
const orders = readFileSync('stacks/systems/orders.yaml', 'utf8').replace(/^ {2}staging:\n(?: {4}.*\n)+/m, '');
const sites = orders.slice(orders.indexOf('    sites:'), orders.indexOf('\nservice:'));

/** What is wrong with orders.yaml after some text of it, which must be there, was replaced. */
function problemsAfter(...changes: readonly (readonly [string, string])[]): readonly Problem[] {
  let text = orders;
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`orders.yaml has no ${from}`);
    text = text.replace(from, to);
  }
  const result = parseSystem(text, 'orders.yaml');
  return 'problems' in result ? result.problems : [];
}

/** `line:col code` of each problem. */
function shortOf(problems: readonly Problem[]): string[] {
  return problems.map(({ at, code }) => `${at?.replace('orders.yaml:', '')} ${code.replace('system.', '')}`);
}

test('orders is read as it stands', () => {
  const system = loadSystem('stacks/systems/orders.yaml');
  expect(system.environments['prod']?.sites).toEqual([
    {
      name: 'use1',
      region: 'us-east-1',
      founder: true,
      zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      cidr: '10.16.0.0/16',
      image: 'ami-0e5a6d21c0ffee101',
    },
    {
      name: 'usw2',
      region: 'us-west-2',
      founder: false,
      zones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
      cidr: '10.18.0.0/16',
      image: 'ami-0e5a6d21c0ffee202',
    },
  ]);
  expect(system.recovery).toEqual({
    strategy: 'warm-standby',
    objectives: { rtoSeconds: 900, rpoSeconds: 30 },
    decisionSeconds: 300,
  });
  expect(system.backup).toEqual({
    schedule: 'cron(0 3 * * ? *)',
    retentionDays: 35,
    copyToOtherSites: true,
    rpoSeconds: 86_400,
  });
  expect(system.retirement).toEqual({
    noticeDays: 14,
    screamTestDays: 7,
    retentionDays: 365,
    finalSnapshots: 'delete',
    legalHolds: [
      { id: 'tax-2026', reason: "The order desk's invoices are kept for the tax office.", until: '2036-12-31' },
    ],
  });
  expect(system.service.verify).toEqual({ script: 'orders-verify.mjs', timeoutSeconds: 30 });
});

describe('a wrong value is told with its place, what was found and what is allowed', () => {
  test.each<[string, [string, string][], string[]]>([
    ['an unknown key', [['title:', 'titel:']], ['2:1 missing', '3:1 unknown-key']],
    ['an unknown key deep inside', [['  port: 8080', '  port: 8080\n  prot: 1']], ['29:3 unknown-key']],
    ['the same key twice', [['tier: 1', 'tier: 1\ntier: 2']], ['9:1 duplicate-key']],
    ['a duration without a unit', [['timeout: 30s', 'timeout: 30']], ['37:14 value']],
    ['a duration with a wrong unit', [['decision: 5min', 'decision: 5m']], ['51:13 value']],
    ['retention in hours', [['35d', '840h']], ['55:14 value']],
    ['an account that YAML takes for a number', [['"111122223333"', '111122223333']], ['12:14 value']],
    ['a version that YAML takes for a number', [['"16.6"', '16.6']], ['41:12 value']],
    ['an unknown region', [['us-west-2\n', 'us-west-3\n']], ['23:17 value']],
    ['a region of two zones', [['us-west-2\n', 'us-west-1\n']], ['23:17 value']],
    [
      'the same region twice',
      [['us-west-2\n', 'us-east-1\n']],
      ['23:17 region', '24:17 zone', '24:29 zone', '24:41 zone'],
    ],
    ['two founders', [['us-west-2\n', 'us-west-2\n        founder: true\n']], ['24:18 founder']],
    ['no founder', [['        founder: true\n', '']], ['17:7 founder']],
    ['the same site twice', [['- name: usw2', '- name: use1']], ['22:15 site-name']],
    ['a site called like a layer', [['- name: usw2', '- name: link']], ['22:15 value']],
    ['two zones', [['[us-west-2a, us-west-2b, us-west-2c]', '[us-west-2a, us-west-2b]']], ['24:16 value']],
    ['the same zone twice', [['us-west-2b', 'us-west-2a']], ['24:16 value']],
    ['a zone of another region', [['us-west-2b', 'us-west-1b']], ['24:29 zone']],
    ['a local zone', [['us-west-2b', 'us-west-2-lax-1b']], ['24:29 value']],
    ['public addresses', [['region: us-west-2\n', 'region: us-west-2\n        cidr: 11.0.0.0/16\n']], ['24:15 cidr']],
    ['too few addresses', [['region: us-west-2\n', 'region: us-west-2\n        cidr: 10.0.0.0/20\n']], ['24:15 cidr']],
    ['a crooked block', [['region: us-west-2\n', 'region: us-west-2\n        cidr: 10.0.1.0/16\n']], ['24:15 cidr']],
    ['overlap', [['region: us-west-2\n', 'region: us-west-2\n        cidr: 10.16.0.0/16\n']], ['24:15 cidr']],
    ['sizes out of order', [['serving: 6', 'serving: 16']], ['32:5 size']],
    ['a decision as long as the recovery', [['decision: 5min', 'decision: 15min']], ['51:13 objective']],
    ['a schedule that is none', [['cron(0 3 * * ? *)', 'cron(0 3 * * *)']], ['54:13 schedule']],
    ['a schedule too rare for its objective', [['cron(0 3 * * ? *)', 'cron(0 3 ? * MON *)']], ['54:13 schedule']],
    ['a burstable class', [['db.r6g.large', 'db.t4g.large']], ['42:18 value']],
    ['a version that cannot fail over between patches', [['"16.6"', '"13.7"']], ['41:12 version']],
    ['too many members for two sites', [['members: 2', 'members: 16']], ['43:12 value']],
    ['a host outside the zone', [['host: www.orders.example.com', 'host: www.example.com']], ['15:13 domain']],
    ['another name than the file', [['system: orders', 'system: order']], ['2:9 name']],
    ['a missing part', [['  decision: 5min\n', '']], ['47:3 missing']],
    ['a notice in hours', [['notice: 14d', 'notice: 336h']], ['60:11 value']],
    ['a hold until a day of no calendar', [['"2036-12-31"', '"2036-02-30"']], ['67:14 hold']],
    [
      'a hold without a reason',
      [[`      reason: The order desk's invoices are kept for the tax office.\n`, '']],
      ['65:7 missing'],
    ],
    [
      'two holds of one id',
      [
        [
          'until: "2036-12-31"',
          'until: "2036-12-31"\n    - id: tax-2026\n      reason: again\n      until: "2030-01-01"',
        ],
      ],
      ['68:11 hold'],
    ],
    [
      'an alias',
      [
        ['port: 8080', 'port: &p 8080'],
        ['min: 3', 'min: *p'],
      ],
      ['32:10 alias'],
    ],
  ])('%s', (_name, changes, expected) => {
    const problems = problemsAfter(...changes);
    expect(shortOf(problems)).toEqual(expected);
    for (const problem of problems) {
      expect(problem.next).toBeTruthy();
      expect(problem.allowed).toBeTruthy();
    }
  });

  test('members are bounded by the number of sites', () => {
    const third = sites.replace('    sites:\n', '').replaceAll('us-east-1', 'eu-west-1').replace('use1', 'euw1');
    const text = orders.replace(
      sites,
      sites + third.slice(0, third.indexOf('      - name: usw2')).replace('        founder: true\n', ''),
    );
    const result = parseSystem(text.replace('members: 2', 'members: 15'), 'orders.yaml');
    expect('problems' in result ? result.problems.map(({ allowed }) => allowed) : []).toEqual([
      'at most 14: one writer and 15 readers, less one for each of 2 other sites',
    ]);
  });

  test('a typing error is met with what was meant', () => {
    const [problem] = problemsAfter(['healthPath: /healthz', 'healthPath: /healthz\n  helthPath: /x']);
    expect(problem).toEqual({
      code: 'system.unknown-key',
      at: 'orders.yaml:30:3',
      message: 'service has a key that nothing reads',
      found: 'helthPath',
      allowed: 'port, healthPath, instanceTypes, size, verify',
      next: 'did you mean healthPath?',
    });
    const [region] = problemsAfter(['region: us-west-2\n', 'region: us-wset-2\n']);
    expect(region?.next).toBe('did you mean us-west-2?');
    const [quoted] = problemsAfter(['"16.6"', '16.6']);
    expect(quoted?.next).toBe('put it in quotes');
  });
});

test('a system that says nothing of its end gets a fortnight of notice, a week of silence and a backup for a year', () => {
  const result = parseSystem(orders.slice(0, orders.indexOf('\nretirement:')), 'orders.yaml');
  expect('system' in result && result.system.retirement).toEqual({
    noticeDays: 14,
    screamTestDays: 7,
    retentionDays: 365,
    finalSnapshots: 'delete',
    legalHolds: [],
  });
});

test('two environments may not create the same zone or answer to the same name', () => {
  const copy = orders.slice(orders.indexOf('  prod:\n'), orders.indexOf('\nservice:')).replace('  prod:', '  test:');
  const twice = orders.replace('\nservice:', `${copy}\nservice:`);
  const result = parseSystem(twice, 'orders.yaml');
  expect('problems' in result ? shortOf(result.problems) : []).toEqual(['30:13 domain']);
  const hosts = twice.replace(/(test:[\s\S]*?)www\./, '$1test.');
  const second = parseSystem(hosts, 'orders.yaml');
  expect('problems' in second ? shortOf(second.problems) : []).toEqual(['29:13 domain']);
  const shared = parseSystem(hosts.replace(/(test:[\s\S]*?)host:/, '$1zoneExists: true\n      host:'), 'orders.yaml');
  expect('problems' in shared ? shared.problems : []).toEqual([]);
});

test('every error is told at once, in the order of the text', () => {
  const problems = problemsAfter(
    ['tier: 1', 'tier: 9'],
    ['us-west-2\n', 'us-west-2\n        founder: true\n'],
    ['port: 8080', 'port: 80\n  portt: 1'],
    ['serving: 6', 'serving: 1'],
    ['decision: 5min', 'decision: 5'],
  );
  expect(shortOf(problems)).toEqual([
    '8:7 value',
    '24:18 founder',
    '29:9 value',
    '30:3 unknown-key',
    '34:5 size',
    '53:13 value',
  ]);
});

test('a missing part hides no other error', () => {
  const problems = problemsAfter(['title: Order desk\n', ''], ['serving: 6', 'serving: 1']);
  expect(shortOf(problems)).toEqual(['2:1 missing', '31:5 size']);
});

test('text that is no YAML is told where it breaks, and nothing else is', () => {
  expect(shortOf(problemsAfter(['owner:', 'owner: [']))).toContain('5:9 syntax');
  expect(problemsAfter(['owner:', 'owner: [']).every(({ code }) => code === 'system.syntax')).toBe(true);
});

test.each(['', '[]', 'orders', '5'])('a file that holds %j and no mapping is refused', (text) => {
  const result = parseSystem(text, 'orders.yaml');
  expect('problems' in result && result.problems.length > 0).toBe(true);
});

test('a file that is not there, or whose verify script is not, is an error that names it', () => {
  expect(() => loadSystem(join(folder, 'nothing.yaml'))).toThrow(EvenkeelError);
  const path = join(folder, 'orders.yaml');
  writeFileSync(path, orders);
  expect(() => loadSystem(path)).toThrow(/the verify script is not there\n {2}found: {3}orders-verify.mjs/);
  expect(() => loadSystems(folder)).toThrow(/the verify script is not there/);
});

test('a stack is found by its whole name, and another name is met with what was meant', () => {
  expect(findStackIn('stacks/systems', 'orders-prod-usw2').spec).toMatchObject({ layer: 'site', site: 'usw2' });
  expect(() => findStackIn('stacks/systems', 'orders-prod-usw')).toThrow(/did you mean orders-prod-usw2\?/);
  expect(() => findStackIn('stacks/systems', 'other')).toThrow(
    /allowed: account-prod, orders-prod-base, orders-prod-use1/,
  );
});
