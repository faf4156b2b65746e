import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { milliseconds } from './measure.ts';
import { root } from './processes.ts';

/** A stack of the Pulumi CLI with the program of many resources, against a twin that is served beside it. */
export interface PulumiProject {
  /** Seconds of one call of the CLI, which must do what it is asked. */
  seconds(...words: readonly string[]): number;
}

/** The path of an installed Pulumi CLI. The launcher of npm's package would download one: it does not count. */
export function pulumiOnPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return folders.map((folder) => join(folder, 'pulumi')).find((path) => existsSync(path));
}

/** Makes the project and its stack in `folder`, serves a new twin while `use` works, and stops it. */
export async function withPulumiProject(
  folder: string,
  pulumi: string,
  count: number,
  use: (project: PulumiProject) => void,
): Promise<void> {
  const state = join(folder, 'state');
  const project = join(folder, 'project');
  mkdirSync(project);
  const main = join(root, 'scripts', 'bench', 'many.ts');
  const runtime = { name: 'nodejs', options: { typescript: false } };
  // JSON is YAML
  writeFileSync(join(project, 'Pulumi.yaml'), JSON.stringify({ name: 'evenkeel', main, runtime }));
  const { server, env } = await serveTwin(state);
  try {
    const environment = { ...env, PULUMI_HOME: join(folder, 'home'), PULUMI_SKIP_UPDATE_CHECK: 'true' };
    const call = (...words: readonly string[]) => runPulumi(pulumi, words, project, environment);
    call('stack', 'init', 'many');
    call('config', 'set', 'resources', String(count));
    use({ seconds: (...words) => milliseconds(() => call(...words)) / 1000 });
  } finally {
    server.kill('SIGTERM');
  }
}

function runPulumi(pulumi: string, words: readonly string[], cwd: string, env: Readonly<Record<string, string>>): void {
  const { status, stdout, stderr } = spawnSync(pulumi, [...words, '--non-interactive'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1e8,
    env: { ...process.env, ...env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH']}` },
  });
  if (status !== 0) throw new Error(`pulumi ${words.join(' ')} ended with ${status}: ${stdout}${stderr}`);
}

/** Starts `evenkeel twin serve` and waits for its line. */
function serveTwin(state: string): Promise<{ server: ChildProcess; env: Record<string, string> }> {
  const words = [join(root, 'bin', 'evenkeel.js'), 'twin', 'serve', '--state', state];
  const server = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let told = '';
    server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      told += chunk;
      if (!told.includes('\n')) return;
      resolve({ server, env: (JSON.parse(told) as { env: Record<string, string> }).env });
    });
    server.on('exit', (code) => reject(new Error(`the twin ended with ${code}`)));
  });
}
