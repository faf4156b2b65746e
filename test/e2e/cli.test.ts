import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { cli, root, withFolder } from '../support/cli.ts';

test('help lists every command, and each command shows its examples', async () => {
  const { code, stdout } = await cli(['--help']);
  expect(code).toBe(0);
  for (const { summary } of COMMANDS) expect(stdout).toContain(summary);
  for (const { name, examples } of COMMANDS.slice(0, 3)) {
    const help = await cli(['help', name]);
    for (const example of examples) expect(help.stdout).toContain(example);
  }
});

test('a wrong word is answered with exit code 2, what was found and what is allowed', async () => {
  const cases = [
    [['fly', 'orders'], 'command-unknown', 'up, preview'],
    [['up'], 'usage', 'SYSTEM'],
    [['up', 'orders', '--wings'], 'usage', '--yes'],
    [['up', 'orders', '--engine', 'steam'], 'usage', 'embedded, pulumi'],
    [['up', 'nothing'], 'system-unknown', 'orders'],
    [['up', 'orders', '--env', 'moon', '--yes'], 'environment-unknown', 'prod'],
    [['up', 'orders', '--stack', 'orders-prod-usw9', '--yes'], 'stack-unknown', 'orders-prod-usw2'],
    [['up', 'orders', '--target', 'aws', '--yes'], 'aws.environment', 'prod'],
    [['up', 'orders', '--target', 'aws', '--engine', 'embedded'], 'usage', 'Pulumi CLI'],
    [['run', 'dr-failover', 'orders', '--target', 'aws'], 'not-yet', 'twin'],
    [['plan', 'dr-failover', 'orders'], 'not-up', 'every stack'],
    [['twin', 'advance', 'soon'], 'duration', '12h'],
    [['resume', 'dr-failover-9'], 'run-unknown', 'none'],
    [['abort', 'dr-failover-9'], 'run-unknown', 'none: nothing has been run'],
  ] as const;
  await withFolder(async (state) => {
    for (const [args, code, allowed] of cases) {
      const result = await cli([...args, '--json'], { state });
      expect(result.code, args.join(' ')).toBe(2);
      const { kind, errors } = result.json<{ kind: string; errors: { code: string; allowed?: string }[] }>();
      expect([kind, errors[0]?.code], args.join(' ')).toEqual(['error', code]);
      expect(errors[0]?.allowed, args.join(' ')).toContain(allowed);
    }
  });
});

test('doctor says what is there', async () => {
  await withFolder(async (state) => {
    const result = await cli(['doctor', '--json'], { state });
    expect(result.code).toBe(0);
    const { findings } = result.json<{ findings: { name: string; found: string | null; needed: boolean }[] }>();
    expect(findings.filter((finding) => finding.needed && finding.found === null)).toEqual([]);
  });
});

test('twin serve prints one line when it is ready, answers AWS clients, refuses real credentials, and stops on SIGTERM', async () => {
  await withFolder(async (state) => {
    const child = spawn(process.execPath, [join(root, 'bin/evenkeel.js'), 'twin', 'serve', '--state', state]);
    try {
      const line = await new Promise<string>((done) => child.stdout.once('data', (chunk) => done(String(chunk))));
      const { kind, endpoint, env } = JSON.parse(line) as {
        kind: string;
        endpoint: string;
        env: Record<string, string>;
      };
      expect(kind).toBe('twin');
      expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      const who = (accessKeyId: string) =>
        new STSClient({
          endpoint,
          region: 'us-east-1',
          maxAttempts: 1,
          credentials: { accessKeyId, secretAccessKey: 'x' },
        }).send(new GetCallerIdentityCommand({}));
      expect((await who(env['AWS_ACCESS_KEY_ID'] ?? '')).Account).toMatch(/^\d{12}$/);
      await expect(who('AKIAIOSFODNN7EXAMPLE')).rejects.toThrow();
    } finally {
      child.kill('SIGTERM');
    }
    const code = await new Promise((done) => child.on('close', done));
    expect(code).toBe(0);
  });
});
