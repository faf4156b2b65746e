import { execFile } from 'node:child_process';
import { constants, devNull } from 'node:os';
import { promisify } from 'node:util';
import { EvenkeelError } from '../lib/errors.ts';
import { TWIN_ENVIRONMENT } from './twin-environment.ts';

/** Where a request that does not go to the twin ends: the discard port, where no server of a client's machine listens. */
const NOWHERE = 'http://127.0.0.1:9';

/** Settings of the AWS CLI that say nothing about who asks and where: the user keeps them. */
const KEPT = ['AWS_PAGER', 'AWS_DEFAULT_OUTPUT', 'AWS_CLI_AUTO_PROMPT', 'AWS_CLI_FILE_ENCODING', 'AWS_MAX_ATTEMPTS'];

/**
 * The environment of a program that may talk to the twin at `url` and to nothing else: every other `AWS_…` variable and every
 * configuration file of the user is out of its reach, and a request for another host ends at a closed port. The region of
 * the user's environment stays, `us-east-1` where it names none.
 */
export function boundEnvironment(outside: Readonly<NodeJS.ProcessEnv>, url: string): Record<string, string> {
  const region = outside['AWS_REGION'] ?? outside['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const kept = Object.entries(outside).filter(
    ([name]) => KEPT.includes(name) || !/^(AWS_|BOTO_CONFIG$|(HTTPS?|ALL|NO)_PROXY$)/i.test(name),
  );
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    ...TWIN_ENVIRONMENT,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: url,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
    http_proxy: NOWHERE,
    https_proxy: NOWHERE,
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}

/**
 * Throws `aws-cli` where the `aws` on the PATH is none, or is a program of that name that is not known to obey
 * `--endpoint-url`; every aws-cli from 1.0 on does.
 */
export async function checkAwsCli(env: Readonly<Record<string, string>>): Promise<void> {
  const said = await versionOf(env);
  if (/^aws-cli\/[12]\.\d+/.test(said)) return;
  throw new EvenkeelError({
    code: 'aws-cli',
    message: 'the AWS CLI is run with an endpoint of its own, and this `aws` cannot be bound to one',
    found: said === '' ? 'no program `aws` on the PATH that answers' : `aws --version says ${JSON.stringify(said)}`,
    allowed: 'aws-cli 1 or 2, of any version',
    next: 'install the AWS CLI, or point another client at the endpoint that `evenkeel twin serve` prints',
  });
}

/** What would lead the AWS CLI away from the twin: argparse takes every unambiguous beginning of an option for it. */
const LEADS_AWAY = ['--endpoint-url', '--profile'] as const;

/** Throws `usage` where the words for the AWS CLI name another endpoint or a profile. */
export function checkWords(words: readonly string[]): void {
  const [wrong] = words.filter((word) => {
    const [name = ''] = word.split('=', 1);
    return name.length > 2 && LEADS_AWAY.some((option) => option.startsWith(name));
  });
  if (wrong === undefined) return;
  throw new EvenkeelError({
    code: 'usage',
    message: 'evenkeel twin aws names the endpoint and the credentials itself',
    found: wrong,
    allowed: `everything that the AWS CLI takes but ${LEADS_AWAY.join(' and ')}`,
    next: 'leave it out; to call AWS itself, run aws without evenkeel',
  });
}

/** What a shell says of a program that a signal ended. */
export function exitOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

async function versionOf(env: Readonly<Record<string, string>>): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)('aws', ['--version'], { env, timeout: 30_000 });
    // before 1.16.2 it says so on the error stream
    return (stdout.trim() || stderr.trim()).split('\n', 1)[0] ?? '';
  } catch {
    return ''; // absent, not to be run, or without an answer: the caller says so
  }
}
