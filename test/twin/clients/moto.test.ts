import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { assembleTwin } from '../../../src/twin/twin.ts';
import { createWire, listen } from '../../../src/twin/wire/index.ts';
import { testWith } from '../../support/external.ts';
import { DIFFERENCES } from './moto-differences.ts';
import { type MotoStep, STEPS } from './moto-steps.ts';
import { SdkClients } from './sdk-call.ts';

test('every listed difference is of a step, and says who is right and why', () => {
  const names = STEPS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const [name, { twin, moto, why }] of Object.entries(DIFFERENCES)) {
    expect(names).toContain(name);
    expect(twin, name).not.toBe(moto);
    expect(why.length, name).toBeGreaterThan(20);
  }
});

testWith('moto', 'moto gives the same class of answer to the same calls, but for the listed differences', async () => {
  const twin = assembleTwin({ seed: '1', account: '123456789012', nowMs: Date.UTC(2026, 0, 1) });
  const listener = await listen(createWire(twin.dispatcher), { port: 0 });
  // moto completes everything at once
  const settle = () => twin.world.advanceTo(twin.world.nowMs + 600_000);
  const moto = await startMoto();
  try {
    const [ours, theirs] = [await answersOf(listener.url, settle), await answersOf(moto.url)];
    const found = Object.fromEntries(
      STEPS.flatMap(({ name }) =>
        ours[name] === theirs[name] ? [] : [[name, { twin: ours[name], moto: theirs[name] }]],
      ),
    );
    const listed = Object.fromEntries(
      Object.entries(DIFFERENCES).map(([name, { twin, moto: other }]) => [name, { twin, moto: other }]),
    );
    expect(found).toEqual(listed);
  } finally {
    await moto.stop();
    await listener.close();
  }
});

/** `ok`, or the code of the error, by step. */
async function answersOf(url: string, settle?: () => void): Promise<Record<string, string>> {
  const clients = new SdkClients(url);
  const got: Record<string, string> = {};
  const answers: Record<string, string> = {};
  for (const { name, service, operation, input, keep } of STEPS) {
    try {
      const answer = await clients.call({ service, operation, region: 'us-east-1', input: input(got) });
      for (const [key, get] of Object.entries(keep ?? ({} as NonNullable<MotoStep['keep']>)))
        got[key] = get(answer as never) ?? '';
      settle?.();
      answers[name] = 'ok';
    } catch (error) {
      const { name: code, Code, Error: inner } = error as { name: string; Code?: string; Error?: { Code?: string } };
      answers[name] = inner?.Code ?? Code ?? code;
    }
  }
  clients.destroy();
  return answers;
}

async function startMoto(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore', detached: true });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  for (let attempt = 0; attempt < 300; attempt++) {
    const up = await fetch(`${url}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) break;
    await new Promise((later) => setTimeout(later, 200));
  }
  const stop = () => {
    // a launcher may have started the server as a child of its own
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    return ended;
  };
  return { url, stop };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
