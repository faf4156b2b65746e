import { expect, test } from 'vitest';
import { interruptionsOf } from '../../src/reports/interruptions.ts';
import { limitLines } from '../../src/reports/limit-lines.ts';
import type { RunDocument } from '../../src/reports/run-document.ts';
import { answerOf, isAnswerYes, runLengths } from '../../src/reports/run-document.ts';
import { runPage } from '../../src/reports/run-page.ts';

const HOSTILE = `"><script>alert('x')</script><img src=x onerror=1>&`;

function document(change: Partial<RunDocument> = {}): RunDocument {
  return {
    kind: 'run',
    version: 1,
    stamp: 'simulated',
    runbook: 'dr-failover',
    title: 'Unplanned loss of the site that writes',
    system: 'orders',
    environment: 'prod',
    target: 'twin',
    scenario: 'region-loss',
    scenarioTitle: 'A region is lost',
    scenarioAbout: 'Everything stops.',
    seed: '7',
    planHash: 'abc',
    outcome: 'recovered',
    judgedBy: 'recovery',
    objectives: { rtoSeconds: 900, rpoSeconds: 30 },
    measured: {
      rtoSeconds: 760,
      detectionSeconds: 160,
      decisionSeconds: 300,
      machineSeconds: 300,
      rpoSeconds: 0.8,
      availability: 0.61,
      acknowledgedWrites: 123456,
      lostWrites: 192,
      divergedWrites: 0,
    },
    estimates: [{ step: 'database', figure: '120 s / 600 s', mark: 'estimated', source: '3h' }],
    steps: [{ key: 'detect', title: 'See it', startSeconds: 0, endSeconds: 160, outcome: 'done', attempts: 9 }],
    criticalPath: [{ key: 'detect', seconds: 160, mark: 'estimated' }],
    violations: [],
    calls: { 'us-west-2': { control: 12, data: 30 } },
    blocked: { regions: ['us-east-1'], refusedCalls: 0 },
    lost: [[1001, 1192]],
    diverged: [],
    traffic: [
      [-60, 60, 240, 240],
      [0, 760, 240, 0],
      [760, 200, 240, 240],
    ],
    sites: { lost: 'use1', winner: 'usw2' },
    inert: {},
    limits: [],
    notModelled: ['the application'],
    notes: [],
    replay: 'evenkeel drill orders --seed 7',
    ...change,
  };
}

test('the page holds no script, asks nobody for anything, and escapes every value', () => {
  const page = runPage(
    document({
      title: HOSTILE,
      system: HOSTILE,
      scenarioAbout: HOSTILE,
      notes: [HOSTILE],
      replay: HOSTILE,
      sites: { lost: HOSTILE, winner: HOSTILE },
    }),
  );
  expect(page).not.toContain('<script');
  expect(page).not.toContain('<img');
  expect(page).not.toMatch(/<[^>]*\b(src|href)=/);
  expect(page).not.toContain('http:');
  expect(page).not.toContain('https:');
  expect(page).toContain('&#60;script&#62;');
});

test('the page says what a manager asks first: how long, how much, against what was promised', () => {
  const page = runPage(document());
  expect(page).toContain('orders served again after 12 min 40 s and lost 192 acknowledged writes');
  expect(page).toContain('promised: 15 min');
  expect(page).toContain('simulated');
});

test('the answer is no where an objective was missed or an invariant broken', () => {
  const { measured } = document();
  expect(isAnswerYes(document())).toBe(true);
  expect(isAnswerYes(document({ measured: { ...measured, rtoSeconds: 901 } }))).toBe(false);
  expect(isAnswerYes(document({ measured: { ...measured, rtoSeconds: null } }))).toBe(false);
  expect(isAnswerYes(document({ measured: { ...measured, rpoSeconds: 30.5 } }))).toBe(false);
  expect(isAnswerYes(document({ violations: [{ checker: 'c', at: 't', message: 'm' }] }))).toBe(false);
  expect(isAnswerYes(document({ outcome: 'failed' }))).toBe(false);
});

test('what the twin does not show is listed with its cost; where the proof rests on it, the answer is unknown, which is no', () => {
  const limit = (name: string, isUnknown: boolean): RunDocument['limits'][number] => ({
    kind: 'inert',
    urn: `urn:pulumi:s::p::t::${name}`,
    type: 'aws:x/y:Y',
    cost: `nobody sees ${HOSTILE}`,
    isUnknown,
  });
  const limits = ['a', 'b', 'c', 'd'].map((name) => limit(name, false));
  expect(limitLines([...limits, limit('e', true)])).toEqual([
    { text: `e (aws:x/y:Y): nobody sees ${HOSTILE}`, isUnknown: true },
    { text: `a, b, c and 1 more (aws:x/y:Y): nobody sees ${HOSTILE}`, isUnknown: false },
  ]);
  const shown = document({ limits });
  expect(answerOf(shown)).toBe('yes');
  expect(runPage(shown)).toContain('a, b, c and 1 more');
  expect(runPage(shown)).not.toContain('<script');
  const unknown = document({ limits: [limit('e', true)] });
  expect(answerOf(unknown)).toBe('unknown');
  expect(isAnswerYes(unknown)).toBe(false);
  expect(runPage(unknown)).toContain('Unknown: both objectives are met by what is shown');
  expect(answerOf({ ...unknown, outcome: 'failed' })).toBe('no');
});

test('the same document gives the same bytes', () => {
  expect(runPage(document())).toBe(runPage(document()));
});

test('equal seconds are joined and gaps are not', () => {
  const second = (at: number, succeeded: number) => ({ atMs: 5000 + at * 1000, attempted: 9, succeeded });
  expect(runLengths([second(-1, 9), second(0, 9), second(1, 0), second(3, 0)], 5000)).toEqual([
    [-1, 2, 9, 9],
    [1, 1, 9, 0],
    [3, 1, 9, 0],
  ]);
});

test('the page of a change talks of the change, and of no recovery', () => {
  const change = document({
    judgedBy: 'change',
    title: 'Roll a new image',
    outcome: 'rolledBack',
    expectedSeconds: { p50: 3600, p99: 7200 },
    traffic: [
      [0, 10, 100, 100],
      [10, 5, 100, 0],
      [15, 5, 100, 50],
    ],
  });
  const page = runPage(change);
  expect(page).toContain('taken back, everything is as it was');
  expect(page).toContain('longest time without a write: 5 s');
  expect(page).toContain('said beforehand: 1 h, at most about 2 h');
  expect(page).not.toMatch(/[Rr]ecovery time|>fault<|promised/);
});

test('a change is answered yes where it is done, nothing was lost and no invariant broken, whatever the recovery time', () => {
  const made = document({ judgedBy: 'change', outcome: 'done' });
  const measured = { ...made.measured, rtoSeconds: null, rpoSeconds: 0, lostWrites: 0 };
  expect(answerOf({ ...made, measured, violations: [] })).toBe('yes');
  expect(answerOf({ ...made, measured, outcome: 'rolledBack', violations: [] })).toBe('no');
  expect(answerOf({ ...made, measured: { ...measured, lostWrites: 1 }, violations: [] })).toBe('no');
});

test('an interruption goes on through seconds in which nobody tried, and ends with the first write', () => {
  const traffic = [
    [0, 5, 10, 0],
    [5, 60, 0, 0],
    [65, 4, 10, 0],
    [69, 10, 10, 9],
    [79, 3, 10, 0],
  ] as const;
  expect(interruptionsOf(traffic)).toEqual({ longestSeconds: 9, impairedSeconds: 22 });
});

test('traffic that comes once a minute counts as minutes', () => {
  const minute = (n: number, succeeded: number) => ({ atMs: n * 60_000, attempted: 120, succeeded, seconds: 60 });
  expect(runLengths([minute(0, 120), minute(1, 120), minute(2, 0)], 0)).toEqual([
    [0, 120, 2, 2],
    [120, 60, 2, 0],
  ]);
});
