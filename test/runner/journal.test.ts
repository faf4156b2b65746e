import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { CallError } from '../../src/aws/index.ts';
import { EvenkeelError } from '../../src/lib/errors.ts';
import { processStart } from '../../src/lib/process-start.ts';
import { brokenAt } from '../../src/runner/journal/chain.ts';
import { recordError, restoreError } from '../../src/runner/journal/error-record.ts';
import { Journal } from '../../src/runner/journal/journal.ts';
import type { Owner } from '../../src/runner/journal/owner.ts';
import { RunStopped } from '../../src/runner/run-stopped.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = () => join(folder, `${++files}`, 'journal.db');

const HEADER = {
  runbook: 'book',
  title: 'A book',
  system: 'shop',
  environment: 'prod',
  target: 'twin',
  stamp: 'simulated',
  context: {},
} as const;

const LIVE: Owner = { host: hostname(), pid: process.ppid, start: processStart(process.ppid) ?? '' };
const DEAD: Owner = { host: hostname(), pid: spawnSync('true').pid, start: 'long ago' };
const ELSEWHERE: Owner = { host: 'another-host', pid: 1, start: 'x' };

test('events come back in order and chained; a changed, moved or missing one is found', async () => {
  const path = newFile();
  const journal = await Journal.open(path);
  const run = journal.begin(HEADER, 1);
  journal.append(run, 2, { type: 'step-started', step: 'a' });
  journal.append(run, 3, { type: 'step-done', step: 'a', outcome: 'seen', detail: '', calls: {} });
  const events = journal.events(run);
  expect(events.map(({ seq, atMs, event }) => [seq, atMs, event.type])).toEqual([
    [1, 1, 'run-started'],
    [2, 2, 'step-started'],
    [3, 3, 'step-done'],
  ]);
  expect(brokenAt(run, events)).toBe(undefined);
  expect(brokenAt('another-run', events)).toBe(1);
  expect(brokenAt(run, [events[0], events[2]] as typeof events)).toBe(2);
  journal.close();
  const database = new DatabaseSync(path);
  database.exec(`UPDATE events SET body = replace(body, 'seen', 'acted') WHERE seq = 3`);
  database.close();
  const reopened = await Journal.open(path);
  expect(brokenAt(run, reopened.events(run))).toBe(3);
  reopened.close();
});

test('what is durable is on the disk when append returns, with all that came before; the rest may be lost in a crash', async () => {
  const path = newFile();
  const journal = await Journal.open(path);
  const run = journal.begin(HEADER, 1);
  const other = await Journal.open(path);
  const types = () => other.events(run).map(({ event }) => event.type);
  journal.append(run, 2, { type: 'step-started', step: 'a' });
  expect(types()).toEqual(['run-started']);
  const intent = { type: 'intent', step: 'a', attempt: 1, operation: 'o', region: 'r', inputHash: 'h' } as const;
  journal.append(run, 3, intent);
  expect(types()).toEqual(['run-started', 'step-started', 'intent']);
  journal.append(run, 4, { type: 'retried', step: 'a', operation: 'o', region: 'r', code: 'c' });
  journal.crash();
  journal.close();
  expect(types()).toEqual(['run-started', 'step-started', 'intent']);
  other.close();
});

test('the file is in WAL mode with synchronous=FULL', async () => {
  const { openDatabase } = await import('../../src/runner/journal/schema.ts');
  const path = newFile();
  (await Journal.open(path)).close();
  const database = await openDatabase(path);
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  database.close();
});

test('a dead owner is taken over at once and named, a live one and one on another host are refused by name', async () => {
  for (const [owner, refusal] of [
    [DEAD, undefined],
    [LIVE, `process ${LIVE.pid} on ${LIVE.host}`],
    [ELSEWHERE, 'process 1 on another-host'],
  ] as const) {
    const path = newFile();
    const theirs = await Journal.open(path, owner);
    const run = theirs.begin(HEADER, 1);
    const mine = await Journal.open(path);
    if (refusal === undefined) expect(mine.takeOver(run)).toEqual({ was: `process ${DEAD.pid} on ${DEAD.host}` });
    else expect(() => mine.takeOver(run)).toThrow(`is being executed by ${refusal}`);
    theirs.close();
    mine.close();
  }
});

test('a process with the same id that started later is not the owner', async () => {
  const path = newFile();
  const reborn: Owner = { ...LIVE, start: 'an earlier start' };
  const theirs = await Journal.open(path, reborn);
  const run = theirs.begin(HEADER, 1);
  const mine = await Journal.open(path);
  expect(mine.runs()[0]?.outcome).toBe('crashed');
  expect(mine.takeOver(run).was).toContain(`process ${LIVE.pid}`);
  theirs.close();
  mine.close();
});

test('a run given up in order may be taken by anyone, and the list says how each run stands', async () => {
  const path = newFile();
  const theirs = await Journal.open(path, LIVE);
  const run = theirs.begin(HEADER, 1);
  const mine = await Journal.open(path);
  expect(mine.runs()).toEqual([
    {
      run: 'book-1',
      runbook: 'book',
      system: 'shop',
      environment: 'prod',
      target: 'twin',
      startedMs: 1,
      planHash: null,
      outcome: 'running',
    },
  ]);
  theirs.append(run, 2, { type: 'planned', planHash: 'hash', plan: {} });
  theirs.append(run, 2, { type: 'stopped', why: 'waiting', steps: ['a'] });
  theirs.release(run);
  expect([mine.runs()[0]?.outcome, mine.runs()[0]?.planHash]).toEqual(['waiting', 'hash']);
  expect(mine.takeOver(run)).toEqual({});
  theirs.close();
  mine.close();
});

test('one run of a system’s environment is open at a time; others may begin', async () => {
  const journal = await Journal.open(':memory:');
  const run = journal.begin(HEADER, 1);
  expect(() => journal.begin(HEADER, 2)).toThrow('has an open run: book-1');
  expect(journal.begin({ ...HEADER, environment: 'test' }, 2)).toBe('book-2');
  expect(journal.begin({ ...HEADER, system: 'till' }, 2)).toBe('book-3');
  journal.append(run, 3, { type: 'ended', outcome: 'aborted' });
  expect(journal.begin(HEADER, 4)).toBe('book-4');
  expect(() => journal.takeOver(run)).toThrow('has an open run: book-4');
});

test('an unknown run is named with those that there are', async () => {
  const journal = await Journal.open(':memory:');
  journal.begin(HEADER, 1);
  const error = (() => {
    try {
      journal.events('book-9');
    } catch (thrown) {
      return thrown as EvenkeelError;
    }
    return undefined;
  })();
  expect([error?.code, error?.problems[0]?.allowed]).toEqual(['run-unknown', 'book-1']);
});

test('errors come back from the journal as themselves', () => {
  const fields = { failure: 'refused', operation: 'rds.X', region: 'r', awsCode: 'C', awsMessage: 'm' } as const;
  const call = new CallError(fields, { cause: new TypeError('inner') });
  const there = restoreError(JSON.parse(JSON.stringify(recordError(call))));
  expect(there).toBeInstanceOf(CallError);
  expect((there as CallError).fields).toEqual(fields);
  expect([(there as CallError).code, there.message, (there.cause as Error).message]).toEqual([
    call.code,
    call.message,
    'TypeError: inner',
  ]);
  const stopped = new RunStopped('interrupted', { code: 'interrupted', message: 'm' });
  const back = restoreError(recordError(stopped)) as RunStopped;
  expect(back).toBeInstanceOf(RunStopped);
  expect([back.reason, back.exitCode, back.code]).toEqual(['interrupted', 4, 'interrupted']);
  const plain = restoreError(recordError(new EvenkeelError({ code: 'c', message: 'm', next: 'n' }, { exitCode: 1 })));
  expect(plain).toBeInstanceOf(EvenkeelError);
  expect([(plain as EvenkeelError).exitCode, (plain as EvenkeelError).problems]).toEqual([
    1,
    [{ code: 'c', message: 'm', next: 'n' }],
  ]);
  expect(restoreError(recordError(new RangeError('r')))).not.toBeInstanceOf(EvenkeelError);
});
