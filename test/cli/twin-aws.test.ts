import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { boundEnvironment, checkWords } from '../../src/cli/aws-client.ts';
import { COMMANDS, GLOBAL_OPTIONS } from '../../src/cli/commands.ts';
import { splitWords } from '../../src/cli/pass-through.ts';
import { servedEndpoint } from '../../src/cli/twin-endpoint.ts';
import { testWithAws } from '../support/aws-cli.ts';
import { cli, root, withFolder } from '../support/cli.ts';

const split = (line: string) => splitWords(line.split(' '), COMMANDS, GLOBAL_OPTIONS);

test('words behind aws are passed on untouched, whatever they look like', () => {
  expect(split('twin --state d aws ec2 help --json --state x')).toEqual({
    own: ['twin', '--state', 'd', 'aws'],
    rest: ['ec2', 'help', '--json', '--state', 'x'],
  });
});

test('an option whose value is aws hands nothing on', () => {
  expect(split('twin --state aws advance 1h')).toEqual({ own: ['twin', '--state', 'aws', 'advance', '1h'], rest: [] });
  expect(split('up aws --json').rest).toEqual([]);
});

test('the AWS CLI gets no credentials, profile, configuration or proxy of the user, and keeps the rest', () => {
  const outside = {
    PATH: '/bin',
    LANG: 'C',
    AWS_PROFILE: 'prod',
    AWS_ACCESS_KEY_ID: 'AKIAREAL',
    AWS_SECRET_ACCESS_KEY: 'real',
    AWS_SESSION_TOKEN: 'real',
    AWS_ROLE_ARN: 'arn:aws:iam::1:role/real',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/real',
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/real',
    AWS_CONFIG_FILE: '/real/config',
    AWS_ENDPOINT_URL_RDS: 'https://real.example',
    AWS_REGION: 'eu-west-1',
    AWS_PAGER: 'cat',
    HTTPS_PROXY: 'http://proxy.example',
  };
  const bound = boundEnvironment(outside, 'http://127.0.0.1:1');
  expect(JSON.stringify(bound)).not.toMatch(/real|prod|proxy\.example/i);
  expect(bound).toMatchObject({
    PATH: '/bin',
    LANG: 'C',
    AWS_PAGER: 'cat',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    NO_PROXY: '127.0.0.1',
  });
});

test.each(['--endpoint-url', '--endpoint-url=https://x.example', '--end', '--profile', '--prof=me'])(
  '%s would lead away from the twin and is refused',
  (word) =>
    expect(() => checkWords(['ec2', 'describe-vpcs', word])).toThrow('names the endpoint and the credentials itself'),
);

test.each(['--engine', '--query', '--enable', '--', '-p', '--profiles'])(
  '%s is the business of the AWS CLI',
  (word) => {
    expect(() => checkWords(['rds', 'create-db-cluster', word])).not.toThrow();
  },
);

test('a program named aws that is not the AWS CLI is refused before it gets a word', async () => {
  await withFolder(async (folder) => {
    const trace = join(folder, 'trace');
    const PATH = fakeAws(folder, `echo "$@" >> ${trace}; echo wrapper/1.0`);
    const result = await cli(['twin', 'aws', 'ec2', 'describe-vpcs'], {
      env: { ...stateOf(folder), PATH },
    });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('cannot be bound');
    expect(readFileSync(trace, 'utf8')).toBe('--version\n');
  });
});

test('words, streams and exit code are passed through, and real credentials are not there', async () => {
  await withFolder(async (folder) => {
    const script = `if [ "$1" = --version ]; then echo aws-cli/1.0.0; exit; fi
      echo "$@"; env | grep ^AWS_ | sort; cat; echo wrong >&2; exit 254`;
    const env = {
      ...stateOf(folder),
      PATH: fakeAws(folder, script),
      AWS_PROFILE: 'mine',
      AWS_SECRET_ACCESS_KEY: 'real',
    };
    const result = await cli(['twin', 'aws', 'a b', '--json', '--help'], { env });
    expect([result.code, result.stderr]).toEqual([254, 'wrong\n']);
    const [words, ...variables] = result.stdout.trim().split('\n');
    expect(words).toMatch(/^--endpoint-url http:\/\/127\.0\.0\.1:\d+ a b --json --help$/);
    expect(variables).toContain('AWS_SECRET_ACCESS_KEY=twin');
    expect(variables.join()).not.toMatch(/mine|real/);
  });
});

test('a CLI that a signal ends is reported as a shell does', async () => {
  await withFolder(async (folder) => {
    const PATH = fakeAws(folder, 'if [ "$1" = --version ]; then echo aws-cli/2.1.0; exit; fi; kill -TERM $$');
    expect((await cli(['twin', 'aws', 'x'], { env: { ...stateOf(folder), PATH } })).code).toBe(143);
  });
});

for (const major of [1, 2] as const) {
  testWithAws(
    major,
    'evenkeel twin aws writes to the persistent twin, and another process reads it',
    async ({ path }) => {
      await withFolder(async (folder) => {
        const env = { ...stateOf(folder), PATH: `${dirname(path)}${delimiter}${process.env['PATH'] ?? ''}` };
        const aws = (line: string) => cli(['twin', 'aws', ...line.split(' ')], { env });
        const made = await aws('ec2 create-vpc --cidr-block 10.9.0.0/16 --query Vpc.VpcId --output text');
        expect([made.code, made.stderr]).toEqual([0, '']);
        const read = await aws('ec2 describe-vpcs --query Vpcs[].VpcId --output text');
        expect(read.stdout).toBe(made.stdout);
      });
    },
  );
}

testWithAws(1, 'where twin serve has the twin, evenkeel twin aws asks that one', async ({ path }) => {
  await withFolder(async (folder) => {
    const env = { ...stateOf(folder), PATH: `${dirname(path)}${delimiter}${process.env['PATH'] ?? ''}` };
    const server = spawn(process.execPath, [join(root, 'bin/evenkeel.js'), 'twin', 'serve'], {
      env: { ...process.env, ...env },
    });
    try {
      await new Promise((ready) => server.stdout.once('data', ready));
      const who = await cli(['twin', 'aws', 'sts', 'get-caller-identity', '--query', 'Account'], { env });
      expect([who.code, who.stdout]).toEqual([0, expect.stringMatching(/^"\d{12}"$/m)]);
      const speed = await cli(['twin', '--speed', 'x60', 'aws', 'sts', 'get-caller-identity'], { env });
      expect([speed.code, speed.stderr]).toEqual([2, expect.stringContaining('one clock')]);
    } finally {
      server.kill('SIGKILL');
      await new Promise((ended) => server.once('close', ended));
    }
    expect(readFileSync(join(folder, 'state', 'twin', 'endpoint.json'), 'utf8')).toContain('127.0.0.1');
    expect(servedEndpoint(join(folder, 'state'))).toBeUndefined();
  });
});

function stateOf(folder: string): Record<string, string> {
  return { EVENKEEL_STATE: join(folder, 'state') };
}

/** A PATH on which `aws` is a shell script. */
function fakeAws(folder: string, script: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'aws'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'aws'), 0o755);
  return `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
}
