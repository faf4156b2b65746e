import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Case, type Generation, isForeseen, type Outcome, PROJECT } from '../case.ts';
import { stateOf, stepsOf } from './normalise.ts';
import { disorder } from './order.ts';
import { RigProvider } from './provider.ts';
import { serveRig } from './serve.ts';
import { disturb } from './world.ts';

/** Runs a case on the real CLI that is on PATH, in a state folder of its own. */
export async function runPulumi({ generations }: Case): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-pulumi-'));
  const provider = new RigProvider();
  const served = await serveRig(provider);
  try {
    const cli = projectIn(folder, served.port);
    const outcomes: Outcome[] = [];
    const states = new Map<string, readonly object[]>();
    for (const [index, generation] of generations.entries()) {
      disturb(provider, generation);
      const before = states.get(generation.stack ?? 'dev') ?? [];
      const outcome = await runGeneration(generation, cli, provider, isForeseen(index, generations), before);
      states.set(generation.stack ?? 'dev', outcome.state);
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    served.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Cli {
  readonly folder: string;
  run(...words: string[]): Promise<{ readonly ok: boolean; readonly stdout: string; readonly stderr: string }>;
}

const ROOT = resolve(import.meta.dirname, '..', '..', '..', '..');

/** A project whose program is the one of the conformance cases. */
function projectIn(folder: string, port: number): Cli {
  const state = join(folder, 'state');
  mkdirSync(state);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const runtime = { name: 'nodejs', options: { typescript: false } };
  writeFileSync(join(folder, 'Pulumi.yaml'), JSON.stringify({ name: PROJECT, main: 'index.js', runtime }));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const program = pathToFileURL(join(import.meta.dirname, '..', 'program', 'index.ts')).href;
  writeFileSync(join(folder, 'index.js'), `export { default } from '${program}';\n`);
  const env = {
    ...process.env,
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: 'conformance',
    PULUMI_DEBUG_PROVIDERS: `rig:${port}`,
    // the program's own imports are most of what a run takes
    NODE_COMPILE_CACHE: join(tmpdir(), 'evenkeel-conformance-compiled'),
    PULUMI_HOME: join(folder, 'home'),
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
  const run: Cli['run'] = (...words) =>
    new Promise((done) => {
      execFile(
        'pulumi',
        [...words, '--non-interactive'],
        { env, cwd: folder, maxBuffer: 1e9 },
        (error, stdout, stderr) => done({ ok: error === null, stdout, stderr }),
      );
    });
  return { folder, run };
}

async function runGeneration(
  generation: Generation,
  cli: Cli,
  provider: RigProvider,
  foresee: boolean,
  before: readonly object[],
): Promise<Outcome> {
  const stack = generation.stack ?? 'dev';
  await configure(cli, stack, generation);
  const action = generation.action ?? 'up';
  const options = [
    `--stack=${stack}`,
    ...(generation.readFirst ? ['--refresh'] : []),
    ...(generation.select ?? []).map((urn) => `--target=${urn}`),
    ...(generation.selectDependents ? ['--target-dependents'] : []),
  ];
  const preview = action === 'up' ? ['preview'] : [action, '--preview-only'];
  const foreseen = foresee ? await cli.run(...preview, ...options, '--show-sames', '--json') : undefined;
  provider.calls.length = 0;
  const done = await cli.run(action, '--yes', '--skip-preview', ...options);
  const exported = await cli.run('stack', 'export', '--show-secrets', `--stack=${stack}`);
  const { deployment } = JSON.parse(exported.stdout);
  const state = stateOf(deployment.resources ?? []);
  return {
    steps: foreseen?.ok ? stepsOf(JSON.parse(foreseen.stdout).steps ?? []) : [],
    failed: !done.ok,
    effects: [...provider.calls].sort(),
    disorder: disorder(provider.calls, before, state),
    state,
  };
}

/** Makes the stack where there is none, and gives it the program of this generation. */
async function configure(cli: Cli, stack: string, generation: Generation): Promise<void> {
  const path = join(cli.folder, `Pulumi.${stack}.yaml`);
  const salt = saltOf(path) ?? (await cli.run('stack', 'init', stack).then(() => saltOf(path)));
  const program = JSON.stringify(generation.program ?? { resources: [] });
  writeFileSync(path, `${salt}\n`);
  appendFileSync(path, `config: ${JSON.stringify({ [`${PROJECT}:program`]: program })}\n`);
}

function saltOf(path: string): string | undefined {
  try {
    return /^encryptionsalt: .*$/m.exec(readFileSync(path, 'utf8'))?.[0];
  } catch {
    // the stack has not been made yet
    return undefined;
  }
}
