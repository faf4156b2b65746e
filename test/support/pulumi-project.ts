import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { root } from './cli.ts';

/** A copy of what a Pulumi CLI writes into, so that no test changes the repository. The machinery is the repository's own. */
export function copyProject(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-project-'));
  for (const name of ['Pulumi.yaml', 'package.json', 'stacks']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  for (const name of ['src', 'bin', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface ServedTwin {
  /** What `twin serve` printed for the environment. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** `evenkeel twin serve` on a state folder, ready to be asked. */
export async function serveTwin(state: string): Promise<ServedTwin> {
  const child = spawn(process.execPath, [join(root, 'bin/evenkeel.js'), 'twin', 'serve', '--state', state], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  let text = '';
  await new Promise<void>((ready, fail) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) ready();
    });
    child.on('close', (code) => fail(new Error(`twin serve ended with ${code}`)));
  });
  return {
    env: (JSON.parse(text) as { env: Record<string, string> }).env,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** The Pulumi CLI of this machine in a project, with nothing of Pulumi or AWS in its environment but what is given. */
export function pulumiIn(folder: string, env: Readonly<Record<string, string>>, home = join(folder, 'pulumi-home')) {
  mkdirSync(home, { recursive: true });
  const clean = Object.entries(process.env).filter(([name]) => !/^(PULUMI|AWS)_/.test(name));
  const whole = {
    ...Object.fromEntries(clean),
    ...env,
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
  return (args: readonly string[], input?: string): string =>
    execFileSync('pulumi', [...args, '--non-interactive', '--color', 'never'], {
      cwd: folder,
      env: whole,
      encoding: 'utf8',
      maxBuffer: 1e9,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      ...(input !== undefined && { input }),
    });
}
