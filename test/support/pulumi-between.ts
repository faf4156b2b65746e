import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cli, root } from './cli.ts';
import { inventoryOf } from './twin-inventory.ts';
import { STACKS, type Stack, type UpKill, type UpKillGround } from './up-kills.ts';

export interface BetweenResult {
  readonly killed: boolean;
  /** Of the `evenkeel up` after `pulumi up`: what it created, replaced or deleted. Nothing is right. */
  readonly changes: readonly string[];
  /** What `ec2 describe-…` counts otherwise than after a run that was not killed. */
  readonly doubled: readonly string[];
}

interface Update {
  readonly stacks: readonly { readonly resources: readonly { readonly urn: string; readonly op: string }[] }[];
}

/**
 * Kills `evenkeel up`, then does what a user of the Pulumi CLI does: `pulumi cancel`, and `pulumi up` against `evenkeel twin
 * serve`; then `evenkeel up` again, which has nothing left to do.
 */
export async function pulumiBetween(ground: UpKillGround, { stack, phase, nth }: UpKill): Promise<BetweenResult> {
  const state = ground.copyBefore(stack);
  const words = ['up', 'orders', '--yes', '--json', '--stack', stack];
  const subject = phase.startsWith('world-') ? 'twin' : stack;
  const died = await cli(words, { state, env: { EVENKEEL_CRASH_AT: `${subject}:${phase}#${nth}` } });
  await pulumiUp(state, stack);
  const after = (await cli(words, { state, timeoutMs: 600_000 })).json<Update>();
  const changes = after.stacks
    .flatMap(({ resources }) => resources)
    .filter(({ op }) => op !== 'same' && op !== 'update')
    .map(({ op, urn }) => `${op} ${urn}`);
  const [wanted, found] = [await ground.inventory(stack), await inventoryOf(state)];
  const doubled = Object.keys(wanted)
    .filter((kind) => wanted[kind] !== found[kind])
    .map((kind) => `${kind}: ${wanted[kind]} → ${found[kind]}`);
  return { killed: died.signal === 'SIGKILL', changes, doubled };
}

/** Ten of the kills that are followed by the Pulumi CLI: over the stacks and the phases at which something is half done. */
export function betweenKills(): UpKill[] {
  const phases = [
    'locked',
    'intent-to-effect',
    'world-after-commit',
    'effect-to-outcome',
    'checkpoint-drafted',
  ] as const;
  return phases.flatMap((phase, index) =>
    [0, 1].map((half): UpKill => {
      const stack = STACKS[(index + half) % STACKS.length] as Stack;
      return { stack, phase, nth: phase === 'locked' || phase === 'checkpoint-drafted' ? 1 : 2 + 3 * half };
    }),
  );
}

async function pulumiUp(state: string, stack: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-pulumi-'));
  const project = join(folder, 'project');
  mkdirSync(project);
  const runtime = { name: 'nodejs', options: { typescript: false } };
  // JSON is YAML; the CLI writes a stack's settings beside it
  writeFileSync(
    join(project, 'Pulumi.yaml'),
    JSON.stringify({ name: 'evenkeel', main: join(root, 'stacks', 'index.ts'), runtime }),
  );
  const home = { PULUMI_HOME: join(folder, 'home'), PULUMI_SKIP_UPDATE_CHECK: 'true' };
  const backend = {
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: join(state, 'passphrase'),
  };
  const name = `organization/evenkeel/${stack}`;
  try {
    // where the CLI knows no such stack yet, there is nothing to cancel
    pulumi(['cancel', name, '--yes'], project, { ...home, ...backend });
    const server = spawn(process.execPath, [join(root, 'bin/evenkeel.js'), 'twin', 'serve', '--state', state], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(server, 'close');
    try {
      const line = String((await once(server.stdout, 'data'))[0]);
      const { env } = JSON.parse(line) as { env: Record<string, string> };
      const serving = { ...env, ...home };
      if (pulumi(['stack', 'select', name], project, serving).status !== 0) {
        expectDone(pulumi(['stack', 'init', name], project, serving));
      }
      expectDone(pulumi(['up', '--yes', '--skip-preview', '--stack', name], project, serving));
    } finally {
      server.kill('SIGTERM');
      await ended;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pulumi(words: readonly string[], cwd: string, env: Readonly<Record<string, string>>) {
  return spawnSync('pulumi', [...words, '--non-interactive'], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH']}` },
  });
}

function expectDone({ status, stdout, stderr }: ReturnType<typeof pulumi>): void {
  if (status !== 0) throw new Error(`the Pulumi CLI ended with ${status}:\n${stdout}\n${stderr}`);
}
