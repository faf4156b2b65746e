import { canonicalJson } from '../../lib/canonical.ts';
import { isoInstant, SECOND_MS } from '../../lib/clock.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { SERVICES } from '../../twin/call.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { durationOf } from '../duration-word.ts';
import { openPersistentTwin } from '../persistent-twin.ts';
import { runAwsCli } from '../twin-aws.ts';
import { rateOf, runClock } from '../twin-clock.ts';
import { announceEndpoint } from '../twin-endpoint.ts';
import { TWIN_ENVIRONMENT } from '../twin-environment.ts';
import { serveTwinProvider } from '../twin-provider.ts';

/**
 * The persistent twin by itself: `advance DURATION` lets time pass, `serve` answers AWS clients until it is stopped, `aws` runs
 * the AWS CLI on it.
 */
export const run: CommandRun = async (invocation) => {
  const { 'serve|advance|aws': action, DURATION: duration } = invocation.positionals;
  if (action === 'advance') return advance(invocation, duration);
  if (action === 'serve' && duration === undefined) return serve(invocation);
  if (action === 'aws') return runAwsCli(invocation);
  throw new EvenkeelError({
    code: 'usage',
    message: 'evenkeel twin takes one of three actions',
    found: [action, duration].filter(Boolean).join(' '),
    allowed: 'serve, advance DURATION, or aws and what the AWS CLI takes',
    next: 'evenkeel help twin shows examples',
  });
};

async function advance(invocation: Invocation, duration: string | undefined): Promise<ExitCode> {
  const seconds = durationOf(duration ?? '', 'evenkeel twin advance 12h');
  const persistent = await openPersistentTwin(invocation);
  try {
    const { world } = persistent.twin;
    const fromMs = world.nowMs;
    persistent.batch(() => world.advanceTo(fromMs + seconds * SECOND_MS));
    const document = { kind: 'advanced', version: 1, from: isoInstant(fromMs), to: isoInstant(world.nowMs), seconds };
    invocation.output.result(document, () => `The twin's clock went from ${document.from} to ${document.to}.`);
    return ExitCode.done;
  } finally {
    persistent.close();
  }
}

async function serve(invocation: Invocation): Promise<ExitCode> {
  const { createWire, listen } = await import('../../twin/wire/index.ts');
  const port = portOf(invocation.value('port'));
  const rate = rateOf(invocation.value('speed') ?? 'manual');
  const persistent = await openPersistentTwin(invocation);
  const server = await listen(createWire(persistent.twin.dispatcher), {
    port,
    onBug: (error) => invocation.output.warn(`a bug of the twin: ${String(error)}`),
  });
  const pulumi = await serveTwinProvider(persistent, invocation);
  const withdrawEndpoint = announceEndpoint(invocation.stateDir, server.url);
  const stopClock = runClock(persistent, rate);
  const document = {
    kind: 'twin',
    version: 1,
    endpoint: server.url,
    env: {
      AWS_ENDPOINT_URL: server.url,
      ...TWIN_ENVIRONMENT,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      ...pulumi.env,
    },
    services: SERVICES,
  };
  // one line, whether or not --json was asked for: it is what a script waits for
  process.stdout.write(`${canonicalJson(document)}\n`);
  await stopped();
  stopClock();
  await pulumi.close();
  withdrawEndpoint();
  await server.close();
  persistent.close();
  return ExitCode.done;
}

function stopped(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 0);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new EvenkeelError({
    code: 'usage',
    message: '--port is not a port',
    found: text ?? '',
    allowed: '0 (any free one) to 65535',
    next: 'leave it out for any free one',
  });
}
