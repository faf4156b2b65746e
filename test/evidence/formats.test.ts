import { describe, expect, it } from 'vitest';
import { isGood } from '../../src/evidence/audit-document.ts';
import { FORMATS, written } from '../../src/evidence/formats/index.ts';
import { canonicalJson } from '../../src/lib/canonical.ts';
import { auditSample, HOSTILE, urnOf } from '../support/audit-sample.ts';
import { wrongWith } from '../support/published-schemas.ts';

const document = auditSample();

describe('every form', () => {
  it('has the same bytes for the same document, whatever the order of its keys, and ends with one newline', () => {
    const shuffled = JSON.parse(JSON.stringify(document, Object.keys(flat(document)).toReversed())) as typeof document;
    for (const format of FORMATS) {
      const text = written(document, format);
      expect([format, written(shuffled, format) === text]).toEqual([format, true]);
      expect([format, /[^\n]\n$/.test(text)]).toEqual([format, true]);
    }
  });

  it('tells every control and every finding', () => {
    for (const format of FORMATS) {
      const text = written(document, format);
      for (const said of ['ENC-01', 'TAG-01', 'fail is in the clear'])
        expect([format, text.includes(said)]).toEqual([format, true]);
    }
  });

  it('is written of an audit that found nothing to judge, too', () => {
    const empty = { ...auditSample([]), unsupportedTypes: {}, frameworks: [] };
    expect(isGood(empty)).toBe(false);
    for (const format of FORMATS) expect(written(empty, format).length).toBeGreaterThan(20);
    expect(wrongWith(SARIF, JSON.parse(written(empty, 'sarif')))).toEqual([]);
    expect(wrongWith(OSCAL, JSON.parse(written(empty, 'oscal')))).toEqual([]);
  });
});

describe('the answer', () => {
  it('is yes only where something was examined and whatever is wrong is excused', () => {
    const of = (...names: string[]) =>
      isGood(auditSample(document.verdicts.filter(({ urn }) => names.some((name) => urn === urnOf(name)))));
    expect(of('pass')).toBe(true);
    expect(of('pass', 'waived', 'old')).toBe(true);
    expect(of('pass', 'fail')).toBe(false);
    expect(of('pass', 'open')).toBe(false);
    expect(of('pass', 'broken')).toBe(false);
    expect(of()).toBe(false);
    const passing = auditSample(document.verdicts.filter(({ verdict }) => verdict === 'pass'));
    const finding = {
      code: 'waiver.expired',
      message: 'the waiver of ENC-01 has expired',
      at: 'policies/waivers.yaml:3:5',
    };
    const expired = { ...passing, findings: [finding] };
    expect([isGood(passing), isGood(expired)]).toEqual([true, false]);
    for (const format of ['table', 'html', 'json'] as const) expect(written(expired, format)).toContain('has expired');
  });
});

describe('JSON', () => {
  it('is the document with sorted keys, in the published form', () => {
    expect(written(document, 'json')).toBe(`${canonicalJson(document, 2)}\n`);
    expect(wrongWith('docs/reference/audit.schema.json', JSON.parse(written(document, 'json')))).toEqual([]);
    const { verdicts: _, ...without } = document;
    expect(wrongWith('docs/reference/audit.schema.json', without)).not.toEqual([]);
    expect(wrongWith('docs/reference/audit.schema.json', { ...document, more: 1 })).not.toEqual([]);
  });
});

const SARIF = 'test/data/sarif/sarif-2.1.0-rtm.5.json';

interface SarifResult {
  readonly ruleId: string;
  readonly kind: string;
  readonly level: string;
  readonly locations: readonly { readonly physicalLocation?: unknown; readonly logicalLocations: unknown }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly status: string; readonly justification: string }[];
}

describe('SARIF', () => {
  const text = written(document, 'sarif');
  const log = JSON.parse(text) as { runs: { results: SarifResult[]; tool: { driver: { rules: { id: string }[] } } }[] };
  const results = log.runs[0]?.results ?? [];

  it('is valid by the published schema, which does find what is wrong', () => {
    expect(wrongWith(SARIF, log)).toEqual([]);
    expect(wrongWith(SARIF, { ...log, version: '2.0.0' })).not.toEqual([]);
  });

  it('has a result for each verdict, of its kind, and a level for failures alone', () => {
    expect(results.map(({ kind, level }) => `${kind} ${level}`)).toEqual([
      'pass none',
      'fail error',
      'fail error',
      'fail error',
      'fail warning',
      'open none',
      'review none',
      'open none',
      'notApplicable none',
    ]);
    expect(log.runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(['ENC-01', 'RED-01', 'TAG-01']);
  });

  it('shows file, line and column relative to the repository, and no path of a machine', () => {
    const places = results.map(({ locations }) => locations[0]?.physicalLocation);
    expect(places.filter((place) => place !== undefined)).toEqual([
      { artifactLocation: { uri: 'src/a%20b.ts', uriBaseId: 'SRCROOT' }, region: { startLine: 3, startColumn: 7 } },
      { artifactLocation: { uri: 'src/index.ts', uriBaseId: 'SRCROOT' }, region: { startLine: 12, startColumn: 5 } },
    ]);
    expect(text).not.toContain('somebody');
    expect(text).not.toContain('..');
  });

  it('suppresses what is excused, with the reason', () => {
    expect(results.flatMap(({ suppressions = [] }) => suppressions.map(({ status }) => status))).toEqual([
      'accepted',
      'accepted',
    ]);
    expect(results[2]?.suppressions?.[0]?.justification).toContain('OPS-7; approved by bob');
  });

  it('gives each control on each resource one fingerprint, wherever it moves in the file', () => {
    const moved = auditSample(document.verdicts.map((row) => ({ ...row, at: 'other.ts:1:1', message: 'other' })));
    const prints = (of: SarifResult[]) => of.map(({ partialFingerprints }) => Object.values(partialFingerprints)[0]);
    const again = JSON.parse(written(moved, 'sarif')) as typeof log;
    expect(prints(again.runs[0]?.results ?? [])).toEqual(prints(results));
    expect(new Set(prints(results)).size).toBe(results.length);
  });
});

const OSCAL = 'test/data/oscal/oscal-ar-1.1.2.schema.json';

interface OscalResult {
  readonly observations: readonly { readonly uuid: string }[];
  readonly risks: readonly { readonly status: string }[];
  readonly findings: readonly {
    readonly title: string;
    readonly target: { readonly 'target-id': string; readonly status: { readonly state: string } };
  }[];
}

describe('OSCAL', () => {
  const log = JSON.parse(written(document, 'oscal')) as {
    'assessment-results': { uuid: string; results: OscalResult[] };
  };
  const [result] = log['assessment-results'].results;

  it('is valid by the published schema, which does find what is wrong', () => {
    expect(wrongWith(OSCAL, log)).toEqual([]);
    const broken = structuredClone(log);
    broken['assessment-results'].uuid = 'no uuid';
    expect(wrongWith(OSCAL, broken)).not.toEqual([]);
  });

  it('has an observation for each row, and a finding for each control that was judged: excused is not satisfied', () => {
    expect(result?.observations).toHaveLength(document.verdicts.length);
    expect(new Set(result?.observations.map(({ uuid }) => uuid)).size).toBe(document.verdicts.length);
    const states = result?.findings.map(({ target }) => [target['target-id'], target.status.state]);
    expect(states).toEqual([
      ['ENC-01_obj', 'not-satisfied'],
      ['TAG-01_obj', 'not-satisfied'],
    ]);
    expect(result?.risks.map(({ status }) => status)).toEqual(['deviation-approved', 'deviation-requested']);
    const passing = auditSample(document.verdicts.filter(({ verdict }) => verdict === 'pass'));
    const good = JSON.parse(written(passing, 'oscal')) as typeof log;
    expect(good['assessment-results'].results[0]?.findings[0]?.target.status.state).toBe('satisfied');
  });

  it('has other ids for another audit', () => {
    const other = JSON.parse(written({ ...document, auditedAt: '2026-11-27T08:00:00.000Z' }, 'oscal')) as typeof log;
    expect(other['assessment-results'].uuid).not.toBe(log['assessment-results'].uuid);
  });
});

describe('JUnit', () => {
  const text = written(document, 'junit');

  it('counts unknown and error as errors, and what is excused, pending or not applicable as skipped', () => {
    expect(text).toContain('tests="9" failures="2" errors="2" skipped="4"');
    expect(text).toContain('<skipped message="waived: holds nothing but public pictures"/>');
    expect(text.match(/<testcase /g)).toHaveLength(9);
    expect(text.match(/<failure /g)).toHaveLength(2);
    expect(text.match(/<error /g)).toHaveLength(2);
  });

  it('is XML whatever a resource is called', () => {
    const outside = text.replace(/<[^<>]*>/g, '');
    expect(outside).not.toMatch(/[<>]/);
    expect(text).not.toContain('<script>');
    expect(text).not.toContain('\u0007');
    expect(text.replace(/&#\d+;/g, '')).not.toContain('&');
  });
});

describe('CSV', () => {
  it('has a line for each row, of as many cells as its head, none of which a spreadsheet runs', () => {
    const rows = cellsOf(written(document, 'csv'));
    expect(rows).toHaveLength(1 + document.verdicts.length);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([11]));
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(rows.flat()).toContain(`'${HOSTILE}`);
  });
});

describe('the page', () => {
  const text = written(document, 'html');

  it('escapes every value, runs no script and asks nobody for anything', () => {
    expect(text).not.toContain('<script');
    expect(text).not.toMatch(/(?:src|href)="(?!#)/);
    expect(text).toContain("default-src 'none'");
  });

  it('tells by control, by framework, by resource, and what was not seen; every anchor leads somewhere', () => {
    for (const id of ['controls', 'frameworks', 'resources', 'population', 'ENC-01', 'framework-made-up-1'])
      expect(text).toContain(`id="${id}"`);
    const anchors = [...text.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]);
    expect(anchors.filter((anchor) => !text.includes(`id="${anchor}"`))).toEqual([]);
    for (const said of ['acme/network/prod', 'aws:foo/bar:Bar', 'of an age that it does not tell', '24 h old'])
      expect(text).toContain(said);
  });

  it('shows of a control with very many rows a hundred, and says how many more there are', () => {
    const many = Array.from({ length: 150 }, (_, index) => ({
      control: 'ENC-01',
      stack: 'prod',
      urn: urnOf(`b${index}`),
      verdict: 'fail' as const,
      severity: 'high' as const,
    }));
    expect(written(auditSample(many), 'html')).toContain('and 50 more');
  });
});

/** Every key of the document, at every depth, so that JSON.stringify takes them in another order. */
function flat(value: unknown): Record<string, true> {
  if (typeof value !== 'object' || value === null) return {};
  const own = Array.isArray(value) ? {} : Object.fromEntries(Object.keys(value).map((key) => [key, true as const]));
  return Object.assign(own, ...Object.values(value).map(flat)) as Record<string, true>;
}

/** RFC 4180. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
    if (end === '') break;
  }
  return rows.filter((cells) => cells.length > 1);
}
