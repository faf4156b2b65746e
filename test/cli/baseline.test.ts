import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { changesBetween } from '../../src/evidence/changes.ts';
import { applyBaseline, baselineOf, baselineText, parseBaseline } from '../../src/policy/baseline.ts';
import { isAgainst, type VerdictRow } from '../../src/policy/index.ts';
import { checkpointsOf, resource, urnOf } from '../support/checkpoint.ts';
import { cli, root } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-baseline-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const state = join(folder, 'state.json');
const SCHEMA = join(root, 'docs/reference/audit.schema.json');
const baseline = join(folder, 'baseline.yaml');
const GROUP = 'aws:ec2/securityGroup:SecurityGroup';

/** Groups by name: open to all, or not. */
function exported(groups: Readonly<Record<string, boolean>>): void {
  const resources = Object.entries(groups).map(([name, isOpen]) => {
    const ingress = [{ protocol: '-1', cidrBlocks: [isOpen ? '0.0.0.0/0' : '10.0.0.0/8'] }];
    return resource(GROUP, name, { id: `sg-${name}`, inputs: { ingress } });
  });
  const [first] = checkpointsOf(resources);
  writeFileSync(state, JSON.stringify(first?.checkpoint));
}

interface Audit {
  baseline: { written: string; accepted: number; fixed: string[] };
  verdicts: { urn: string; isBaseline?: boolean }[];
  since: Record<string, unknown>;
}
const audit = async (...words: string[]) => {
  const result = await cli([
    'audit',
    '--file',
    state,
    '--control',
    'NET-01',
    '--now',
    '2026-11-26',
    ...words,
    '--json',
  ]);
  return {
    code: result.code,
    stdout: result.stdout,
    ...result.json<Audit & { errors: { code: string; at?: string }[] }>(),
  };
};
const line = (name: string) => `NET-01 fail ${urnOf(GROUP, name)}`;

describe('a baseline', () => {
  beforeEach(() => rmSync(baseline, { force: true }));

  it('is made once, accepts what it lists, fails on what is new, and only ever shrinks', async () => {
    exported({ one: true, two: true, safe: false });
    expect((await audit('--baseline', baseline)).errors.map(({ code }) => code)).toEqual(['baseline.unreadable']);
    const created = await audit('--baseline', baseline, '--create-baseline');
    expect([created.code, created.baseline]).toEqual([
      0,
      { file: baseline, written: 'created', accepted: 2, fixed: [] },
    ]);
    expect(created.verdicts.filter(({ isBaseline }) => isBaseline).map(({ urn }) => urn)).toEqual([
      urnOf(GROUP, 'one'),
      urnOf(GROUP, 'two'),
    ]);
    const text = readFileSync(baseline, 'utf8');
    expect(text).toBe(baselineText([line('two'), line('one')]));
    expect((await audit('--baseline', baseline, '--create-baseline')).errors[0]?.code).toBe('baseline.exists');

    exported({ one: true, two: false, new: true });
    const grown = await audit('--baseline', baseline, '--update-baseline');
    expect([grown.code, grown.baseline]).toEqual([
      1,
      { file: baseline, written: 'shrunk', accepted: 1, fixed: [line('two')] },
    ]);
    expect(parseBaseline(readFileSync(baseline, 'utf8'), '')).toEqual([line('one')]);

    exported({ one: true, two: true });
    expect((await audit('--baseline', baseline)).code).toBe(1);
    exported({ one: true });
    expect((await audit('--baseline', baseline, '--update-baseline')).code).toBe(0);
    expect(parseBaseline(readFileSync(baseline, 'utf8'), '')).toEqual([line('one')]);
  });

  it('is not written unless it is asked for, and keeps the lines of controls and stacks that were not judged', async () => {
    exported({ one: false });
    const others = [
      'RED-01 fail urn:pulumi:dev::shop::aws:lb/loadBalancer:LoadBalancer::web',
      'NET-01 fail urn:pulumi:prod::shop::a::b',
    ];
    const text = baselineText([line('one'), ...others]);
    writeFileSync(baseline, text);
    expect((await audit('--baseline', baseline)).baseline.fixed).toEqual([line('one')]);
    expect(readFileSync(baseline, 'utf8')).toBe(text);
    await audit('--baseline', baseline, '--update-baseline');
    expect(readFileSync(baseline, 'utf8')).toBe(baselineText(others));
  });

  it('that is damaged is refused with its place, and words without the file by name', async () => {
    exported({ one: true });
    writeFileSync(baseline, baselineText([line('one')]).replace('NET-01 fail', 'NET-01 pass'));
    expect((await audit('--baseline', baseline)).errors).toMatchObject([
      { code: 'baseline.value', at: `${baseline}:4:5` },
    ]);
    for (const word of ['--create-baseline', '--update-baseline'])
      expect((await audit(word)).errors[0]?.code).toBe('usage');
    expect(existsSync(join(folder, 'absent.json'))).toBe(false);
  });

  it('loses lines and changes no other, down to the last', () => {
    const all = ['a', 'b', 'c'].map(line);
    for (let left = 0; left < all.length; left++) {
      const [before, after] = [all.slice(0, left + 1), all.slice(0, left)].map((lines) =>
        baselineText(lines).split('\n'),
      );
      expect(after?.every((text) => before?.includes(text))).toBe(true);
      expect(parseBaseline(after?.join('\n') ?? '', '')).toEqual(all.slice(0, left));
    }
  });

  it('accepts nothing that it does not list, whatever the audits (property)', () => {
    const row = fc.record({
      control: fc.constantFrom('NET-01', 'RED-01'),
      urn: fc.constantFrom('a', 'b', 'c').map((name) => urnOf(GROUP, name)),
      verdict: fc.constantFrom('pass', 'fail', 'unknown', 'error', 'pending', 'not-applicable'),
      severity: fc.constant('high'),
    });
    const rows = fc.uniqueArray(row, { selector: ({ control, urn }) => `${control} ${urn}` }) as fc.Arbitrary<
      VerdictRow[]
    >;
    const judged = { controls: ['NET-01', 'RED-01'], stacks: ['dev'] };
    fc.assert(
      fc.property(fc.array(rows, { minLength: 1, maxLength: 6 }), (audits) => {
        let lines = baselineOf(audits[0] ?? []);
        for (const one of audits) {
          const { rows: told, left, accepted } = applyBaseline(lines, { ...judged, rows: one });
          expect(left.every((entry) => lines.includes(entry))).toBe(true);
          expect(accepted).toBe(left.length);
          const against = told.filter(isAgainst);
          expect(baselineOf(against).some((entry) => lines.includes(entry))).toBe(false);
          expect(against.length + accepted).toBe(one.filter(isAgainst).length);
          lines = left;
        }
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});

describe('an audit since another', () => {
  it('tells what is new, fixed, and changed, and which resources came and went', async () => {
    exported({ one: true, two: true, gone: false });
    const earlier = join(folder, 'earlier.json');
    writeFileSync(earlier, (await audit()).stdout);
    exported({ one: true, two: false, new: true });
    const { since, code } = await audit('--since', earlier);
    expect(code).toBe(1);
    expect(since).toEqual({
      file: earlier,
      auditedAt: '2026-11-26T00:00:00.000Z',
      subject: state,
      isAttestation: false,
      newFailures: [
        { control: 'NET-01', place: urnOf(GROUP, 'new'), is: 'fail', message: expect.stringContaining('new ') },
      ],
      fixed: [{ control: 'NET-01', place: urnOf(GROUP, 'two'), was: 'fail', is: 'pass' }],
      changed: [],
      appeared: [urnOf(GROUP, 'new')],
      disappeared: [urnOf(GROUP, 'gone')],
      onlyBefore: [],
      onlyNow: [],
    });
    const text = (await cli(['audit', '--file', state, '--control', 'NET-01', '--since', earlier])).stdout;
    const whole = await audit('--since', earlier, '--baseline', baseline, '--create-baseline');
    const isValid = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
    expect([isValid(JSON.parse(whole.stdout)), isValid.errors, whole.baseline.written]).toEqual([
      true,
      null,
      'created',
    ]);
    rmSync(baseline);
    expect(text).toContain(`  new      NET-01 no row → fail  ${urnOf(GROUP, 'new')}`);
    expect(text).toContain(`  fixed    NET-01 fail → pass  ${urnOf(GROUP, 'two')}`);
    expect(text).toContain(`  disappeared  ${urnOf(GROUP, 'gone')}`);
    const page = (await cli(['audit', '--file', state, '--control', 'NET-01', '--since', earlier, '--format', 'html']))
      .stdout;
    expect(page).toContain('<h2>Since 2026-11-26T00:00:00.000Z</h2>');
    expect(page).toContain(
      `<tr><td>disappeared</td><td></td><td></td><td><code>${urnOf(GROUP, 'gone')}</code></td></tr>`,
    );
    expect(page).toContain('<tr><td>new</td><td>NET-01</td><td>no row → fail</td>');
    for (const wrong of [state, join(folder, 'absent.json'), baseline])
      expect((await audit('--since', wrong)).errors[0]?.code).toBe('since.file');
  });

  it('compares no control that only one of the two asked, and counts what is no longer excused as new', () => {
    const urn = urnOf(GROUP, 'a');
    const row = (control: string, verdict: VerdictRow['verdict'], more: Partial<VerdictRow> = {}): VerdictRow => ({
      control,
      urn,
      verdict,
      severity: 'high',
      ...more,
    });
    const changes = changesBetween(
      [row('NET-01', 'fail', { isBaseline: true }), row('RED-01', 'pass'), row('TAG-01', 'unknown')],
      [row('NET-01', 'fail'), row('BKP-20', 'fail'), row('TAG-01', 'fail')],
    );
    expect(changes).toMatchObject({
      newFailures: [{ control: 'NET-01', was: 'fail', is: 'fail' }],
      fixed: [],
      changed: [{ control: 'TAG-01', was: 'unknown', is: 'fail' }],
      onlyBefore: ['RED-01'],
      onlyNow: ['BKP-20'],
    });
  });
});
