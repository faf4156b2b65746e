import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { assertPulumi, type CliOptions, type PulumiCall, pulumi } from '../../engine/index.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import type { Invocation } from '../command.ts';
import type { Subject } from '../estate.ts';
import { PROJECT } from '../update.ts';
import { roundsOf, type StackHost, updateByPulumi } from './by-pulumi.ts';
import { confirmAws } from './confirm-aws.ts';
import type { Engine } from './engine.ts';

/** Self-managed backends call every stack's organization so; the program's references to other stacks name it. */
const ORGANIZATION = 'organization';

/**
 * The Pulumi CLI with the AWS provider's own plugin, in the caller's own environment: AWS credentials, backend and passphrase
 * are theirs and are passed on. No twin is opened, and nothing is kept in the state folder.
 */
export async function openAwsEngine(invocation: Invocation, subject: Subject): Promise<Engine> {
  await confirmAws(invocation, subject);
  const call: PulumiCall = { cwd: invocation.root, environment: ownEnvironment() };
  await assertPulumi(call);
  const host = hostOf(invocation, subject, call);
  return {
    update: (request) => updateByPulumi(host, request),
    rounds: (stacks) => roundsOf(host, stacks),
    stacks: host.stacks,
    remove: host.remove,
    writingSite: () => writingSite(host, call, subject),
    close: async () => undefined,
  };
}

function hostOf(invocation: Invocation, subject: Subject, call: PulumiCall): StackHost {
  /** Stacks that this command made, and whose settings file came with them. */
  const made = new Set<string>();
  const settingsOf = (stack: string) => join(invocation.root, 'stacks', 'config', `Pulumi.${stack}.yaml`);
  return {
    root: invocation.root,
    environment: call.environment,
    config: subject.config,
    async stacks() {
      const text = await answerOf(['stack', 'ls', '--project', PROJECT, '--json'], call);
      const names = (JSON.parse(text) as { name: string }[]).map(({ name }) => name.split('/').at(-1) ?? name);
      return new Set(names);
    },
    async exported(stack) {
      return JSON.parse(await answerOf(['stack', 'export', '--stack', qualified(stack)], call)) as CliOptions['before'];
    },
    settings(stack) {
      const path = settingsOf(stack);
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    },
    async create(stack) {
      if (!existsSync(settingsOf(stack))) made.add(stack);
      await answerOf(['stack', 'init', qualified(stack), '--no-select'], call);
    },
    async remove(stack) {
      const keeping = made.has(stack) ? [] : ['--preserve-config'];
      await answerOf(['stack', 'rm', '--yes', ...keeping, '--stack', qualified(stack)], call);
    },
  };
}

/** This process's environment, with its own Node first on the PATH: the program needs it. */
function ownEnvironment(): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  return { ...Object.fromEntries(own), PATH: path, PULUMI_SKIP_UPDATE_CHECK: 'true' };
}

function qualified(stack: string): string {
  return `${ORGANIZATION}/${PROJECT}/${stack}`;
}

/** What the CLI prints. Throws `engine.pulumi-failed` with the end of its error stream. */
async function answerOf(words: readonly string[], call: PulumiCall): Promise<string> {
  const lines: string[] = [];
  const { code, tail } = await pulumi([...words, '--non-interactive'], { ...call, onLine: (line) => lines.push(line) });
  if (code === 0) return lines.join('\n');
  throw new EvenkeelError(
    {
      code: 'engine.pulumi-failed',
      message: `pulumi ${words.join(' ')} failed`,
      found: tail.trim() || `exit code ${code}`,
      next: 'remove the cause; run again',
    },
    { exitCode: ExitCode.answerIsNo },
  );
}

interface Member {
  readonly dbClusterArn?: string;
  readonly isWriter?: boolean;
}

/** Which site writes is read from AWS now: the base stack is refreshed, and its global database names the members. */
async function writingSite(
  host: StackHost,
  call: PulumiCall,
  { stacks, environment }: Subject,
): Promise<string | undefined> {
  const base = stacks.find(({ layer }) => layer === 'base');
  if (base === undefined || !(await host.stacks()).has(base.stack)) return undefined;
  await answerOf(['refresh', '--yes', '--skip-preview', '--stack', qualified(base.stack)], call);
  const resources = (await host.exported(base.stack))?.deployment.resources ?? [];
  const members = resources
    .filter(({ type }) => type === 'aws:rds/globalCluster:GlobalCluster')
    .flatMap(({ outputs }) => (outputs?.['globalClusterMembers'] ?? []) as readonly Member[]);
  const region = members.find(({ isWriter }) => isWriter)?.dbClusterArn?.split(':')[3];
  return environment.sites.find((site) => site.region === region)?.name;
}
