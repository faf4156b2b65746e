import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CRASH_WINDOWS, crashName } from '../../src/lib/crashpoint.ts';
import { brokenAt } from '../../src/runner/journal/chain.ts';
import { historyOf } from '../../src/runner/journal/history.ts';
import { Journal } from '../../src/runner/journal/journal.ts';

const script = join(import.meta.dirname, 'helpers', 'killed-run.ts');

test.each(CRASH_WINDOWS)(
  'a process killed by SIGKILL %s is taken over at once, and the effect happens once',
  async (window) => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-kill-'));
    const run = (...args: string[]) => spawnSync(process.execPath, [script, folder, ...args], { encoding: 'utf8' });
    const killed = run('start', crashName('snapshot', window));
    expect([killed.signal, killed.stderr]).toEqual(['SIGKILL', '']);
    const between = await Journal.open(join(folder, 'journal.db'));
    expect(between.runs()[0]?.outcome).toBe('crashed');
    between.close();
    const resumed = run('resume');
    expect([resumed.stdout, resumed.stderr]).toEqual(['done', '']);
    expect(readFileSync(join(folder, 'effects.log'), 'utf8')).toBe('before\n');
    const journal = await Journal.open(join(folder, 'journal.db'));
    const events = journal.events('test-book-1');
    expect(brokenAt('test-book-1', events)).toBe(undefined);
    expect(events.find(({ event }) => event.type === 'resumed')?.event).toMatchObject({
      was: `process ${killed.pid} on ${hostOf(events)}`,
    });
    expect(historyOf(events).outcome).toBe('done');
    journal.close();
    rmSync(folder, { recursive: true, force: true });
  },
);

function hostOf(events: readonly { event: { type: string; was?: string } }[]): string {
  return events.find(({ event }) => event.type === 'resumed')?.event.was?.split(' on ')[1] ?? '';
}
