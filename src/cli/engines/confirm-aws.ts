import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { nobodyToAsk } from '../ask.ts';
import type { Invocation } from '../command.ts';
import type { Subject } from '../estate.ts';

/**
 * What must be there before anything of `--target aws` starts, a preview included: the environment named in so many words, no
 * remains of a twin in this process's environment, and the system's name typed, on the terminal or with --confirm.
 * --yes is no confirmation: it answers the questions that come after it.
 */
export async function confirmAws(invocation: Invocation, subject: Subject): Promise<void> {
  const { system } = subject.system;
  if (invocation.value('env') === undefined) throw noEnvironment(subject);
  refuseTwinEnvironment(invocation);
  const typed = invocation.value('confirm');
  if (typed !== undefined && typed !== system) throw notConfirmed(typed, system);
  if (typed !== undefined) return;
  const { name, account } = subject.environment;
  const question = `This is AWS, account ${account}: ${system}, environment ${name}. Type the system's name to go on: `;
  const answer = await invocation.output.ask(question);
  if (answer === undefined) {
    throw nobodyToAsk(
      'this is AWS',
      `the system's name typed on a terminal, or --confirm ${system}`,
      'type it on a terminal; --yes does not stand for it',
    );
  }
  if (answer.trim() !== system) throw notConfirmed(answer.trim(), system);
}

/** A shell that was set up for a twin would send half of a deployment to it and keep the other half in its state folder. */
function refuseTwinEnvironment({ stateDir }: Invocation): void {
  const { env } = process;
  const remains = [
    ...(env['PULUMI_DEBUG_PROVIDERS'] ? ['PULUMI_DEBUG_PROVIDERS'] : []),
    ...(env['AWS_ACCESS_KEY_ID']?.startsWith('TWIN') ? ['AWS_ACCESS_KEY_ID'] : []),
    ...Object.keys(env)
      .filter((name) => name.startsWith('AWS_ENDPOINT_URL') && isLoopback(env[name] ?? ''))
      .sort(),
    ...(holdsTwin(env['PULUMI_BACKEND_URL'] ?? '', stateDir) ? ['PULUMI_BACKEND_URL'] : []),
  ];
  if (remains.length === 0) return;
  throw new EvenkeelError({
    code: 'aws.twin-environment',
    message: 'this shell is set up for a twin, and --target aws goes to AWS',
    found: remains.join(', '),
    allowed: "your own AWS credentials, and a Pulumi backend that is not a twin's state folder",
    next: 'unset these, or use another shell',
  });
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

function holdsTwin(url: string, stateDir: string): boolean {
  const folder = /^file:\/\/(.*)$/.exec(url)?.[1];
  if (folder === undefined) return false;
  return existsSync(join(folder, 'twin', 'world.db')) || folder === stateDir;
}

function noEnvironment(subject: Subject): EvenkeelError {
  return new EvenkeelError({
    code: 'aws.environment',
    message: '--target aws takes no default environment',
    found: 'no --env',
    allowed: Object.keys(subject.system.environments).sort().join(', '),
    next: 'name it with --env',
  });
}

function notConfirmed(found: string, allowed: string): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'aws.not-confirmed',
      message: "what was typed is not the system's name: nothing was started",
      found,
      allowed,
      next: 'call again and type the name of the system that you mean',
    },
    { exitCode: ExitCode.stoppedForPerson },
  );
}
