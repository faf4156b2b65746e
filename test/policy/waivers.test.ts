import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { placeOf } from '../../src/evidence/place.ts';
import { UNKNOWN } from '../../src/lib/property.ts';
import { evaluate, fail, pass, type Rule, rule } from '../../src/policy/index.ts';
import { applyWaivers } from '../../src/policy/waivers/apply-waivers.ts';
import { boundHash } from '../../src/policy/waivers/bound-hash.ts';
import { isSamePerson } from '../../src/policy/waivers/person.ts';
import { readWaivers } from '../../src/policy/waivers/read-waivers.ts';
import type { Waiver } from '../../src/policy/waivers/waiver.ts';
import { graphWith, resource, SECRET, urnOf } from '../support/checkpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-waivers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BUCKET = 'aws:s3/bucket:Bucket';
const VERSIONING = 'aws:s3/bucketVersioning:BucketVersioning';
const texts = {
  why: 'w',
  remedy: 'r',
  severity: 'high',
  decidedAt: 'preview',
  cannotSee: [],
  parameters: {},
} as const;

const OPEN_BUCKETS: Rule = rule({
  ...texts,
  id: 'TST-1',
  title: 'A bucket is private',
  types: [BUCKET],
  reads: [VERSIONING],
  check: (bucket) => (bucket.text('acl') === 'private' ? pass() : fail('is open', 'acl')),
});
const WHOLE_STACK: Rule = rule({
  ...texts,
  id: 'TST-2',
  title: 'A stack has a trail',
  types: ['aws:cloudtrail/trail:Trail'],
  checkStack: (stack) => (stack.all('aws:cloudtrail/trail:Trail').length > 0 ? pass() : fail('has no trail')),
});
const ESTATE: Rule = rule({
  ...texts,
  id: 'TST-3',
  title: 'An estate has a trail',
  types: ['aws:cloudtrail/trail:Trail'],
  checkEstate: (estate) => (estate.all('aws:cloudtrail/trail:Trail').length > 0 ? pass() : fail('has no trail')),
});
const RULES = [OPEN_BUCKETS, WHOLE_STACK, ESTATE];
const TODAY = Date.parse('2026-11-26T12:00:00Z');

const bucket = (name: string, acl: string, more: Record<string, unknown> = {}, stack = 'dev') =>
  resource(BUCKET, name, { stack, id: `${name}-1`, inputs: { acl, ...more } });

type World = ReturnType<typeof graphWith>;

function rowsOf(graph: World) {
  return evaluate({ graph, rules: RULES, nowMs: TODAY, phase: 'deployed' }).rows;
}

function hashOf(graph: World, control: string, resourceName: string): string {
  const row = rowsOf(graph).find((one) => one.control === control && placeOf(one) === resourceName);
  const found = RULES.find(({ id }) => id === control);
  if (row === undefined || found === undefined) throw new Error(`no row of ${control} for ${resourceName}`);
  return boundHash(graph, found, row);
}

function waiverFor(graph: World, parts: Partial<Waiver> = {}): Waiver {
  const { control = 'TST-1', resource: place = urnOf(BUCKET, 'open') } = parts;
  return {
    control,
    resource: place,
    reason: 'a public site',
    ticket: 'OPS-1',
    author: 'Ada',
    approver: 'Ben',
    approved: '2026-11-01',
    expires: '2027-05-01',
    properties: parts.properties ?? [hashOf(graph, control, place)],
    at: 'waivers.yaml:2:5',
    lines: [2, 12],
    ...parts,
  };
}

function apply(graph: World, waivers: readonly Waiver[], nowMs = TODAY) {
  const approvalOf = () => ({ authenticated: false, said: 'nobody looked' });
  const { rows, results, findings } = applyWaivers({
    rows: rowsOf(graph),
    waivers,
    graph,
    rules: RULES,
    known: RULES,
    nowMs,
    approvalOf,
  });
  return {
    excused: rows.filter(({ waiver }) => waiver !== undefined).map(placeOf),
    statuses: results.map(({ status }) => status),
    codes: findings.map(({ code, at }) => `${code} at ${at}`),
    rows,
    findings,
  };
}

const world = graphWith(bucket('open', 'public-read'), bucket('shut', 'private'));

describe('a waiver', () => {
  it('marks the row that it excuses, which stays a failure, and no other', () => {
    const { rows, excused, statuses, codes } = apply(world, [waiverFor(world)]);
    expect([excused, statuses, codes]).toEqual([[urnOf(BUCKET, 'open')], ['applied'], []]);
    expect(rows.find(({ waiver }) => waiver !== undefined)).toMatchObject({
      verdict: 'fail',
      waiver: {
        ticket: 'OPS-1',
        approver: 'Ben',
        expires: '2027-05-01',
        authenticated: false,
        approval: 'nobody looked',
      },
    });
  });

  it('excuses nothing, and is a finding at its place, when it has expired, matches nothing, or is bound to what is no more', () => {
    const cases: [Partial<Waiver>, string][] = [
      [{ expires: '2026-11-26' }, 'expired'],
      [{ approved: '2026-11-27', expires: '2027-05-01' }, 'not-yet'],
      [{ approved: '2026-06-01', expires: '2027-06-02' }, 'term'],
      [{ approved: '2026-11-26', expires: '2026-11-26' }, 'term'],
      [{ approver: ' ada ' }, 'same-person'],
      [{ resource: urnOf(BUCKET, 'opens'), properties: [`sha256:${'0'.repeat(64)}`] }, 'unmatched'],
      [{ properties: [`sha256:${'0'.repeat(64)}`] }, 'changed'],
      [{ control: 'TST-9', properties: [`sha256:${'0'.repeat(64)}`] }, 'control-unknown'],
      [{ control: 'TST-2', properties: [`sha256:${'0'.repeat(64)}`] }, 'unmatched'],
    ];
    for (const [parts, fault] of cases) {
      const { excused, statuses, codes } = apply(world, [waiverFor(world, parts)]);
      expect([fault, excused, statuses, codes]).toEqual([fault, [], [fault], [`waiver.${fault} at waivers.yaml:2:5`]]);
    }
  });

  it('holds for 365 days and not for 366, and until the day on which it expires begins', () => {
    const longest = waiverFor(world, { approved: '2026-05-26', expires: '2027-05-26' });
    expect(apply(world, [longest]).statuses).toEqual(['applied']);
    const last = Date.parse('2027-05-25T23:59:59.999Z');
    expect([last, last + 1].map((at) => apply(world, [longest], at).statuses[0])).toEqual(['applied', 'expired']);
  });

  it('is not needed where the resource passes, and elsewhere where its stack or its control was not judged', () => {
    const good = graphWith(bucket('open', 'private'));
    expect(apply(good, [waiverFor(world, { expires: '2026-11-02' })])).toMatchObject({
      statuses: ['not-needed'],
      codes: [],
    });
    const other = graphWith(bucket('open', 'public-read', {}, 'prod'));
    expect(apply(other, [waiverFor(world)])).toMatchObject({ statuses: ['elsewhere'], codes: [], excused: [] });
    const approvalOf = () => ({ authenticated: false, said: '' });
    const parts = { rows: [], waivers: [waiverFor(world)], graph: world, nowMs: TODAY, approvalOf };
    const { results, findings } = applyWaivers({ ...parts, rules: [ESTATE], known: RULES });
    expect([results.map(({ status }) => status), findings]).toEqual([['elsewhere'], []]);
  });

  it('by a pattern excuses each resource whose hash it lists, and names the others with theirs', () => {
    const two = graphWith(bucket('open', 'public-read'), bucket('opened', 'public-read'));
    const first = hashOf(two, 'TST-1', urnOf(BUCKET, 'open'));
    const second = hashOf(two, 'TST-1', urnOf(BUCKET, 'opened'));
    const pattern = urnOf(BUCKET, 'open*');
    const both = apply(two, [waiverFor(two, { resource: pattern, properties: [first, second] })]);
    expect([both.excused.length, both.codes]).toEqual([2, []]);
    const one = apply(two, [waiverFor(two, { resource: pattern, properties: [first] })]);
    expect([one.excused, one.statuses]).toEqual([[urnOf(BUCKET, 'open')], ['changed']]);
    expect(one.findings[0]?.found).toBe(`${urnOf(BUCKET, 'opened')} ${second}`);
  });

  it('excuses a verdict on a stack or on the estate, until something of its types is there', () => {
    for (const [control, place, name] of [
      ['TST-2', 'stack:dev', 'stack:dev'],
      ['TST-3', 'estate', 'estate:dev'],
    ] as const) {
      const properties = [hashOf(world, control, place)];
      const waiver = waiverFor(world, { control, resource: name, properties });
      expect(apply(world, [waiver]).excused).toEqual([place]);
      const far = graphWith(bucket('open', 'public-read', {}, 'prod'));
      expect(apply(far, [waiver]).statuses).toEqual(['elsewhere']);
      const foreign = graphWith(bucket('open', 'public-read'), bucket('x', 'private', {}, 'prod'));
      expect([control, apply(foreign, [waiver]).statuses]).toEqual([
        control,
        [control === 'TST-3' ? 'changed' : 'applied'],
      ]);
    }
  });
});

describe('the hash of what is excused', () => {
  const hash = (...resources: Record<string, unknown>[]) =>
    hashOf(graphWith(...resources), 'TST-1', urnOf(BUCKET, 'open'));
  const open = (more: Record<string, unknown> = {}) => bucket('open', 'public-read', more);

  it('changes with any input of the resource, with a companion that the control reads, and with the control', () => {
    const versioning = (status: string, urn = urnOf(BUCKET, 'open')) =>
      resource(VERSIONING, 'v', { id: 'v', inputs: { status }, propertyDependencies: { bucket: [urn] } });
    const shut = bucket('shut', 'private');
    const all = [
      hash(open()),
      hash(open({ tags: { tier: '1' } })),
      hash(open({ tags: { tier: '2' } })),
      hash(open(), versioning('Enabled')),
      hash(open(), versioning('Disabled')),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(hash(open(), shut, versioning('Enabled', urnOf(BUCKET, 'shut')))).toBe(hash(open()));
  });

  it('does not change with secrets, ids that AWS gave, defaults of the provider, or what a preview does not know yet', () => {
    const plain = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', plaintext: '"hush"' };
    expect(hash(open({ key: SECRET }))).toBe(hash(open({ key: plain })));
    expect(hash(open({ __defaults: ['acl'] }))).toBe(hash(open()));
    const log = (id: string | undefined) => resource(BUCKET, 'log', { ...(id && { id }), inputs: { acl: 'private' } });
    const edge = { propertyDependencies: { target: [urnOf(BUCKET, 'log')] } };
    const byId = (id: string) => hash({ ...open({ target: id }), ...edge }, log(id));
    expect(byId('log-a')).toBe(byId('log-b'));
    expect(byId('log-a')).toBe(hash({ ...open({ target: UNKNOWN }), ...edge }, log(undefined)));
    expect(byId('log-a')).not.toBe(hash({ ...open({ target: 'other' }), ...edge }, log('log-a')));
  });

  it('is another for any two different values of an input', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, value, (one, other) => {
        const isSame = JSON.stringify(hashable(one)) === JSON.stringify(hashable(other));
        expect(hash(open({ x: one })) === hash(open({ x: other }))).toBe(isSame);
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});

/** A value with sorted keys, without what the hash leaves out. */
function hashable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hashable);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !name.startsWith('__'));
  return { members: kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, hashable(member)]) };
}

describe('two persons', () => {
  it('are the same by name or by address, whatever the case and the blanks', () => {
    expect(isSamePerson('Ada  Lovelace', ' ada lovelace')).toBe(true);
    expect(isSamePerson('Ada <ada@example.com>', 'ADA@example.com')).toBe(true);
    expect(isSamePerson('Ada <ada@example.com>', 'Countess <ada@example.com >')).toBe(true);
    expect(isSamePerson('Ada <ada@example.com>', 'Ada <a@example.com>')).toBe(true);
    expect(isSamePerson('Ada <ada@example.com>', 'Ben <ben@example.com>')).toBe(false);
    expect(isSamePerson('ada@example.com', 'Ben')).toBe(false);
  });
});

describe('a file of waivers', () => {
  const read = (text: string) => {
    const path = join(folder, 'waivers.yaml');
    writeFileSync(path, text);
    try {
      return readWaivers(path, 'waivers.yaml');
    } catch (error) {
      return (error as { problems: { code: string; at: string; message: string }[] }).problems.map(
        ({ code, at, message }) => `${at} ${code}: ${message}`,
      );
    }
  };
  const entry = `  - control: TST-1
    resource: stack:dev
    reason: r
    ticket: t
    author: Ada
    approver: Ben
    approved: 2026-11-01
    expires: 2027-05-01
    properties:
      - sha256:${'a'.repeat(64)}
`;

  it('gives its entries with their places and lines', () => {
    const [one, other] = read(`waivers:\n${entry}\n  # a remark\n${entry}\n# the end\n`) as Waiver[];
    expect([one?.at, one?.lines, other?.at, other?.lines]).toEqual([
      'waivers.yaml:2:5',
      [2, 11],
      'waivers.yaml:14:5',
      [14, 23],
    ]);
    expect(one?.approved).toBe('2026-11-01');
    expect(read('waivers: []\n')).toEqual([]);
  });

  it('is refused with every problem at its line and column', () => {
    const wrong = entry.replace('TST-1', 'tst').replace('    ticket: t\n', '').replace('2027-05-01', "'2027-5-1'");
    expect(read(`waivers:\n${wrong}`)).toEqual([
      'waivers.yaml:2:5 waiver.missing: waivers[0] lacks ticket',
      'waivers.yaml:2:14 waiver.value: waivers[0].control has a value that is not allowed',
      'waivers.yaml:8:14 waiver.value: waivers[0].expires has a value that is not allowed',
    ]);
    expect(read(`waivers:\n${entry.replace('2027-05-01', '2027-02-30')}`)).toEqual([
      'waivers.yaml:9:14 waiver.value: waivers[0].expires is no day',
    ]);
    expect(read(`waivers:\n${entry.replace('reason: r', "reason: ''")}`)).toEqual([
      'waivers.yaml:4:13 waiver.value: waivers[0].reason has a value that is not allowed',
    ]);
    expect(read('waivers:\n  - control: [\n')).toHaveLength(1);
    expect(read('')).toEqual(['waivers.yaml:1:1 waiver.value: the file of waivers has a value that is not allowed']);
  });
});
