import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { cli, root, withFolder } from '../support/cli.ts';
import { testWith } from '../support/external.ts';
import { copyProject, pulumiIn, serveTwin } from '../support/pulumi-project.ts';

/** The real Pulumi CLI and the embedded engine on the same stacks of one twin. */
const STACKS = ['base', 'use1', 'usw2', 'link'].map((layer) => `orders-prod-${layer}`);
const ALL = ['account-prod', ...STACKS];
const PROTECTED = [
  'backups-vault',
  'balancer-balancer',
  'database-cluster',
  'database-global',
  'dns-zone',
  'gate-table',
  'key-key',
];
const TIMEOUT_MS = 900_000;

interface Update {
  stacks: { stack: string; changes: Record<string, number>; resources: { urn: string; op: string; diff?: object }[] }[];
}

testWith(
  'pulumi',
  'what evenkeel up brought up is unchanged to the Pulumi CLI, stack by stack, its export can be imported, and its secrets are secret',
  () =>
    withFolder(async (state) => {
      const project = copyProject();
      await cli(['up', 'orders', '--yes', '--quiet'], { state, timeoutMs: TIMEOUT_MS });
      const twin = await serveTwin(state);
      try {
        const pulumi = pulumiIn(project.folder, twin.env);
        for (const stack of ALL) {
          const told = pulumi(['preview', '--refresh', '--expect-no-changes', '--stack', stack]);
          expect(told, stack).toMatch(/\n {4}\d+ unchanged\n/);
          const text = pulumi(['stack', 'export', '--stack', stack]);
          expect(pulumi(['stack', 'import', '--stack', stack], text)).toContain('Import complete');
        }
        const base = ['stack', 'output', 'masterPassword', '--stack', 'orders-prod-base'];
        expect(pulumi(base).trim()).toBe('[secret]');
        const password = pulumi([...base, '--show-secrets']).trim();
        expect(password).toMatch(/^[A-Za-z0-9]{40}$/);
        expect([...filesWith(state, password), ...filesWith(project.folder, password)]).toEqual([]);
        // the settings that the CLI writes have the salt of the checkpoint, not one of their own
        const settings = readFileSync(join(project.folder, 'stacks/config/Pulumi.orders-prod-base.yaml'), 'utf8');
        expect(settings.trim()).toBe(`encryptionsalt: ${readFileSync(join(state, 'salt'), 'utf8').trim()}`);
      } finally {
        await twin.stop();
        project.remove();
      }
      const preview = await cli(['preview', 'orders', '--expect-no-changes'], { state, timeoutMs: TIMEOUT_MS });
      expect(preview.code, preview.stdout).toBe(0);
    }),
  TIMEOUT_MS,
);

testWith(
  'pulumi',
  'what pulumi up brought up from nothing is unchanged to evenkeel, and pulumi refresh and destroy work on every stack',
  () =>
    withFolder(async (state) => {
      const project = copyProject();
      const first = await serveTwin(state);
      let pulumi = pulumiIn(project.folder, first.env);
      for (const stack of ALL) {
        pulumi(['stack', 'init', stack]);
        const told = pulumi(['up', '--yes', '--stack', stack]);
        expect(told, stack).toMatch(/\n {4}\+ \d+ created\n/);
      }
      const password = pulumi(['stack', 'output', 'masterPassword', '--show-secrets', '--stack', 'orders-prod-base']);
      expect([...filesWith(state, password.trim()), ...filesWith(project.folder, password.trim())]).toEqual([]);
      await first.stop();
      const preview = await cli(['preview', 'orders', '--expect-no-changes'], { state, timeoutMs: TIMEOUT_MS });
      expect(preview.code, preview.stdout).toBe(0);

      const second = await serveTwin(state);
      pulumi = pulumiIn(project.folder, second.env);
      try {
        for (const stack of STACKS) {
          pulumi(['refresh', '--yes', '--skip-preview', '--stack', stack]);
          pulumi(['preview', '--refresh', '--expect-no-changes', '--stack', stack]);
          // protection goes with an update that names what may go
          pulumi(['config', 'set', 'evenkeel:unprotect', PROTECTED.join(','), '--stack', stack]);
          pulumi(['up', '--yes', '--skip-preview', '--stack', stack]);
        }
        for (const stack of [...STACKS].reverse()) {
          expect(pulumi(['destroy', '--yes', '--skip-preview', '--stack', stack]), stack).toMatch(/- \d+ deleted\n/);
          pulumi(['stack', 'rm', '--yes', '--stack', stack]);
        }
        const left = JSON.parse(pulumi(['stack', 'ls', '--json'])) as { name: string }[];
        expect(left.map(({ name }) => name.split('/').at(-1))).toEqual(['account-prod']);
      } finally {
        await second.stop();
        project.remove();
      }
    }),
  TIMEOUT_MS,
);

testWith(
  'pulumi',
  'one change applied by each engine in turn, ten times: both foresee the same, the state is valid each time, and nothing is left to do',
  () =>
    withFolder(async (folder) => {
      const state = join(folder, 'state');
      const systems = join(folder, 'systems');
      cpSync(join(root, 'stacks/systems'), systems, { recursive: true });
      const file = readFileSync(join(root, 'stacks/systems/orders.yaml'), 'utf8');
      const describe = (turn: number) =>
        writeFileSync(join(systems, 'orders.yaml'), file.replace(/email: .*/, `email: desk-${turn}@example.com`));
      const words = ['--stack', STACKS[0] ?? '', '--systems', systems, '--json'];
      const run = async (args: readonly string[], engine: string) => {
        const result = await cli([...args, ...words, '--engine', engine], { state, timeoutMs: TIMEOUT_MS });
        return { code: result.code, text: result.stdout + result.stderr, stack: result.json<Update>().stacks[0] };
      };
      const engines = ['pulumi', 'embedded'] as const;
      for (let turn = 0; turn <= 10; turn++) {
        describe(turn);
        const engine = engines[turn % 2] ?? 'embedded';
        if (turn < 3) {
          const [a, b] = [await run(['preview', 'orders'], 'embedded'), await run(['preview', 'orders'], 'pulumi')];
          expect(sorted(b.stack?.resources), b.text).toEqual(sorted(a.stack?.resources));
          expect(b.stack?.changes).toEqual(a.stack?.changes);
        }
        const done = await run(['up', 'orders', '--yes'], engine);
        expect(done.code, done.text).toBe(0);
        const { create = 0, update = 0, replace, delete: gone } = done.stack?.changes ?? {};
        expect([turn === 0 ? create > 15 : update > 2, replace, gone], done.text).toEqual([true, 0, 0]);
        assertValid(state, STACKS[0] ?? '');
      }
      for (const engine of engines) {
        const preview = await run(['preview', 'orders', '--expect-no-changes'], engine);
        expect(preview.code, preview.text).toBe(0);
      }
    }),
  TIMEOUT_MS,
);

function sorted(resources: readonly { urn: string }[] = []): { urn: string }[] {
  return [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

/** The CLI takes what it gives: its own check of a state's integrity. */
function assertValid(state: string, stack: string): void {
  const env = { PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE_FILE: join(state, 'passphrase') };
  const whole = { ...env, PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: 'true' };
  const pulumi = pulumiIn(root, whole, join(state, 'pulumi-home'));
  const name = ['--stack', `organization/evenkeel/${stack}`];
  expect(pulumi(['stack', 'import', ...name], pulumi(['stack', 'export', ...name]))).toContain('Import complete');
}

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}
