import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBackend } from '../../src/engine/index.ts';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import { openStore } from '../../src/twin/store.ts';
import { type CliResult, cli, root } from '../support/cli.ts';
import { testWith } from '../support/external.ts';
import { copyProject, pulumiIn, serveTwin } from '../support/pulumi-project.ts';
import { contentOf, SHORT } from '../support/retirement.ts';

/** A retirement on the persistent twin, each command a process of its own. */
const STACKS = ['base', 'use1', 'usw2', 'link'].map((layer) => `orders-prod-${layer}`);
const RUN = 'retire-system-1';
const TIMEOUT_MS = 900_000;

const folder = mkdtempSync(join(tmpdir(), 'evenkeel-retire-'));
const systems = join(folder, 'systems');
const [agreed, retired] = [join(folder, 'agreed'), join(folder, 'retired')];
let ended: CliResult;

const evenkeel = (words: readonly string[], state: string, env: Record<string, string> = {}) =>
  cli([...words, '--systems', systems, '--quiet'], { state, env, timeoutMs: TIMEOUT_MS });

async function expectCode(code: number, words: readonly string[], state: string): Promise<CliResult> {
  const result = await evenkeel(words, state);
  expect(result.code, `${words.join(' ')}: ${result.stdout}${result.stderr}`).toBe(code);
  return result;
}

beforeAll(async () => {
  cpSync(join(root, 'stacks', 'systems'), systems, { recursive: true });
  const file = join(systems, 'orders.yaml');
  writeFileSync(
    file,
    SHORT.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, 'utf8')),
  );
  await expectCode(0, ['up', 'orders', '--yes'], agreed);
  await expectCode(3, ['run', 'retire-system', 'orders'], agreed);
  await expectCode(0, ['approve', RUN, 'notice', '--yes', '--as', 'ann'], agreed);
  await expectCode(3, ['resume', RUN], agreed);
  await expectCode(0, ['approve', RUN, 'no-return', '--yes', '--as', 'ann'], agreed);
  await expectCode(3, ['approve', RUN, 'no-return', '--yes', '--as', 'ann'], agreed);
  await expectCode(3, ['resume', RUN], agreed);
  await expectCode(0, ['approve', RUN, 'no-return', '--yes', '--as', 'ben'], agreed);
  cpSync(agreed, retired, { recursive: true });
  ended = await expectCode(0, ['resume', RUN, '--json'], retired);
}, TIMEOUT_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function contentIn(state: string): Record<string, unknown[]> {
  const store = openStore(state, openStateFolder(state).key('twin'), { seed: '', account: '', nowMs: 0 });
  const content = contentOf(store.world);
  store.close();
  return content;
}

function resourcesLeft(state: string): number[] {
  const backend = openBackend(state);
  return STACKS.map((stack) => backend.exportStack({ project: 'evenkeel', stack })?.deployment.resources?.length ?? 0);
}

test('one identity twice is refused; with two the system goes, every stack is empty, and the certificate is kept', async () => {
  expect(ended.json()).toMatchObject({ outcome: 'done', runbook: 'retire-system' });
  expect(resourcesLeft(retired)).toEqual([0, 0, 0, 0]);
  const kept = join(retired, 'reports', `${RUN}.certificate.json`);
  const certificate = JSON.parse(readFileSync(kept, 'utf8')) as { approvals: { by: string; step: string }[] };
  expect(certificate.approvals.filter(({ step }) => step === 'no-return').map(({ by }) => by)).toEqual(['ann', 'ben']);
  expect(existsSync(kept.replace('.json', '.html'))).toBe(true);
  const again = await expectCode(0, ['report', RUN, '--certificate', '--json'], retired);
  expect(again.json()).toEqual(certificate);
});

test.each(['intent-to-effect', 'effect-to-outcome'])(
  'a process that is killed %s of the deletion of the site that writes leaves the same world when it is resumed',
  async (window) => {
    const state = join(folder, window);
    cpSync(agreed, state, { recursive: true });
    const died = await evenkeel(['resume', RUN], state, { EVENKEEL_CRASH_AT: `destroy-orders-prod-use1:${window}` });
    expect(died.signal).toBe('SIGKILL');
    await expectCode(0, ['resume', RUN], state);
    expect(resourcesLeft(state)).toEqual([0, 0, 0, 0]);
    expect(contentIn(state)).toEqual(contentIn(retired));
  },
  TIMEOUT_MS,
);

testWith(
  'pulumi',
  'the Pulumi CLI exports every stack of a retired system without a resource',
  async () => {
    const project = copyProject();
    const twin = await serveTwin(retired);
    try {
      const pulumi = pulumiIn(project.folder, twin.env);
      for (const stack of STACKS) {
        const { deployment } = JSON.parse(pulumi(['stack', 'export', '--stack', stack])) as {
          deployment: { resources?: object[] };
        };
        expect([stack, deployment.resources ?? []]).toEqual([stack, []]);
      }
    } finally {
      await twin.stop();
      project.remove();
    }
  },
  TIMEOUT_MS,
);

testWith(
  'pulumi',
  'the Pulumi CLI deletes the stacks as well, and leaves the same world',
  async () => {
    const state = join(folder, 'by-pulumi');
    cpSync(agreed, state, { recursive: true });
    await expectCode(0, ['resume', RUN, '--engine', 'pulumi'], state);
    expect(resourcesLeft(state)).toEqual([0, 0, 0, 0]);
    expect(contentIn(state)).toEqual(contentIn(retired));
  },
  TIMEOUT_MS,
);
