import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { historyOf } from '../../src/runner/journal/history.ts';
import { redact } from '../../src/runner/redact.ts';
import { startRun } from '../../src/runner/run.ts';
import type { ShellHost } from '../../src/runner/shell.ts';
import type { Step } from '../../src/runner/step.ts';
import { FakeAws, START_MS } from './helpers/fake-target.ts';
import { optionsFor, runbookOf, STEP } from './helpers/subject.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-shell-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let scripts = 0;

function stepOf(code: string, timeoutSeconds = 20): Step {
  const script = `script-${++scripts}.mjs`;
  writeFileSync(join(folder, script), code);
  const shell = {
    script,
    env: { HEALTH_PATH: '/healthz' },
    urlVariable: 'SERVICE_URL',
    url: 'https://www.shop.example.com',
    takesSeconds: 5,
  };
  return { ...STEP, key: 'verify', title: 'verify', timeoutSeconds, shell };
}

async function run(step: Step, host: Partial<ShellHost> = {}) {
  const aws = new FakeAws();
  const options = await optionsFor(
    aws,
    runbookOf(() => [step]),
    {
      shellHost: { root: folder, path: process.env['PATH'] ?? '', node: process.execPath, ...host },
    },
  );
  const result = await startRun(options);
  return { aws, result, step: historyOf(options.journal.events(result.run)).steps.get('verify') };
}

test('a script gets PATH, its variables and the listener’s URL, and nothing else of the environment', async () => {
  process.env['AWS_SECRET_ACCESS_KEY'] = 'a-real-credential';
  const { result, step, aws } = await run(stepOf(`console.log(JSON.stringify(Object.keys(process.env).sort()))`));
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  expect(result.outcome).toBe('done');
  const names = (JSON.parse(step?.detail ?? '') as string[]).filter(
    (name) => !['PWD', 'SHLVL', '_', 'OLDPWD'].includes(name),
  );
  expect(names).toEqual(['HEALTH_PATH', 'PATH', 'SERVICE_URL']);
  expect(aws.listeners).toEqual(['verify']);
});

test('the URL of the listener, which holds a key, is journaled as the public one', async () => {
  const { step } = await run(stepOf(`console.log('asked ' + process.env.SERVICE_URL + process.env.HEALTH_PATH)`));
  expect(step?.detail).toBe('asked https://www.shop.example.com/healthz');
});

test('the clock stands still while the child runs, then advances by the declared duration', async () => {
  const { aws } = await run(stepOf(`await new Promise((done) => setTimeout(done, 120))`));
  expect(aws.nowMs).toBe(START_MS + 5_000);
});

test('a script that fails, or does not end in time, fails the step with its last words', async () => {
  const failed = await run(stepOf(`console.error('one of three failed'); process.exit(1)`));
  expect([failed.result.outcome, failed.result.error?.code]).toEqual(['failed', 'shell-failed']);
  expect(failed.result.error?.problems[0]?.found).toContain('one of three failed');
  const stuck = await run(stepOf(`console.log('begun'); setInterval(() => {}, 1000)`, 1));
  expect([stuck.result.outcome, stuck.result.error?.code]).toEqual(['failed', 'shell-timeout']);
});

test('in a batch the child runs once, and the journal says so', async () => {
  const shared = new Map();
  const step = stepOf(`console.log(process.pid)`);
  const [one, two] = [await run(step, { shared }), await run(step, { shared })];
  expect(two.step?.detail).toBe(one.step?.detail);
  expect([one.step?.child?.reused, two.step?.child?.reused]).toEqual([false, true]);
});

test('what looks like a secret is not written down, and of a long output the end is kept', () => {
  const secrets = ['AKIAABCDEFGHIJKLMNOP', 'hunter22', 'p4ss', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig'];
  const text = `key ${secrets[0]} planted ${secrets[1]} url postgres://u:${secrets[2]}@h/db password: ${secrets[2]} jwt ${secrets[3]}`;
  const clean = redact(text, ['hunter22']);
  for (const secret of secrets) expect(clean).not.toContain(secret);
  expect(clean).toContain('postgres://u:[redacted]@h/db');
  expect(redact('x'.repeat(50), [], 10)).toBe(`[40 characters left out]\n${'x'.repeat(10)}`);
});
