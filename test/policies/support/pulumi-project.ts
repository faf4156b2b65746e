import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Provider } from '../../../src/lib/provider.ts';
import { serveProvider } from '../../../src/twin/provider/grpc/serve-provider.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');

export interface CliResult {
  readonly code: number;
  /** Both streams. */
  readonly text: string;
}

/** A project of its own with the program of `test/policies/programs`, on a real Pulumi CLI whose AWS is `provider`. */
export async function pulumiProject(provider: Provider) {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-pulumi-'));
  const served = await serveProvider(provider, { onBug: (error) => process.stderr.write(`${String(error)}\n`) });
  onTestFinished(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, 'state'));
  cpSync(join(ROOT, 'test', 'policies', 'programs'), folder, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module","main":"index.ts"}');
  writeFileSync(
    join(folder, 'Pulumi.yaml'),
    'name: test\nmain: index.ts\nruntime: {name: nodejs, options: {typescript: false}}\n',
  );
  const env = {
    ...process.env,
    ...served.env,
    PATH: [join(ROOT, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
    PULUMI_BACKEND_URL: `file://${join(folder, 'state')}`,
    PULUMI_CONFIG_PASSPHRASE: 'test',
    PULUMI_HOME: join(folder, 'home'),
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
  const pulumi = (...words: string[]): Promise<CliResult> =>
    new Promise((done) => {
      execFile('pulumi', ['--non-interactive', ...words], { cwd: folder, env }, (error, stdout, stderr) =>
        done({ code: error === null ? 0 : Number(error.code ?? 1), text: `${stdout}\n${stderr}` }),
      );
    });
  await pulumi('stack', 'init', 'dev');
  await pulumi('config', 'set', 'aws:region', 'us-east-1');
  return { folder, pulumi };
}
