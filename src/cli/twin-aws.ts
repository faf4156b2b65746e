import { spawn } from 'node:child_process';
import { EvenkeelError } from '../lib/errors.ts';
import { boundEnvironment, checkAwsCli, checkWords, exitOfSignal } from './aws-client.ts';
import type { ForeignExit, Invocation } from './command.ts';
import { openPersistentTwin } from './persistent-twin.ts';
import { rateOf, runClock } from './twin-clock.ts';
import { servedEndpoint } from './twin-endpoint.ts';

/**
 * Runs the AWS CLI on the persistent twin: its words, streams and exit code are passed through. The twin is served while it
 * runs; where a `twin serve` has it already, that one answers.
 */
export async function runAwsCli(invocation: Invocation): Promise<ForeignExit> {
  checkWords(invocation.rest);
  // takes as long as the rest: begun before the twin is opened
  const isAwsCli = checkAwsCli(boundEnvironment(process.env, ''));
  // it may fail before it is awaited below
  isAwsCli.catch(() => undefined);
  const endpoint = await openEndpoint(invocation).catch(async (error: unknown) => {
    await isAwsCli;
    throw error;
  });
  try {
    await isAwsCli;
    const env = boundEnvironment(process.env, endpoint.url);
    return { foreign: await passThrough(['--endpoint-url', endpoint.url, ...invocation.rest], env) };
  } finally {
    await endpoint.close();
  }
}

interface Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

async function openEndpoint(invocation: Invocation): Promise<Endpoint> {
  const speed = invocation.value('speed');
  const rate = rateOf(speed ?? 'manual');
  const url = servedEndpoint(invocation.stateDir);
  if (url !== undefined) {
    if (speed !== undefined) throw speedIsTheServers(speed);
    return { url, close: () => Promise.resolve() };
  }
  const { createWire, listen } = await import('../twin/wire/index.ts');
  const persistent = await openPersistentTwin(invocation);
  const server = await listen(createWire(persistent.twin.dispatcher), {
    port: 0,
    onBug: (error) => invocation.output.warn(`a bug of the twin: ${String(error)}`),
  });
  const stopClock = runClock(persistent, rate);
  return {
    url: server.url,
    async close() {
      stopClock();
      await server.close();
      persistent.close();
    },
  };
}

function speedIsTheServers(speed: string): EvenkeelError {
  return new EvenkeelError({
    code: 'usage',
    message: 'the twin of this state folder is being served, and has one clock',
    found: `--speed ${speed}`,
    allowed: 'the speed of the twin serve that is running',
    next: 'leave --speed out, or stop twin serve first',
  });
}

/** A terminal's interrupt reaches the child by itself; this process stays until the child has ended. */
function passThrough(words: readonly string[], env: Record<string, string>): Promise<number> {
  const child = spawn('aws', words, { env, stdio: 'inherit' });
  const stay = () => undefined;
  const hand = () => child.kill('SIGTERM');
  process.on('SIGINT', stay).on('SIGTERM', hand).on('SIGHUP', hand);
  return new Promise<number>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => done(code ?? (signal ? exitOfSignal(signal) : 0)));
  }).finally(() => {
    process.off('SIGINT', stay).off('SIGTERM', hand).off('SIGHUP', hand);
  });
}
