import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

test('the smoke test of orders passes where three requests are answered with 200', async () => {
  const url = await serve(() => 200);
  expect(await verify({ SERVICE_URL: url, HEALTH_PATH: '/healthz' })).toEqual({
    code: 0,
    stdout: 'orders-verify: 3 of 3 requests to /healthz were answered with 200\n',
    stderr: '',
  });
});

test('it fails where one of them is not, and says which', async () => {
  let requests = 0;
  const url = await serve((path) => (path === '/healthz' && ++requests === 2 ? 503 : 200));
  expect(await verify({ SERVICE_URL: url, HEALTH_PATH: '/healthz' })).toEqual({
    code: 1,
    stdout: 'orders-verify: 2 of 3 requests to /healthz were answered with 200\n',
    stderr: 'orders-verify: request 2 of 3: 503\n',
  });
});

test('it fails where nobody answers, and where it is not told whom to ask', async () => {
  const silent = await verify({ SERVICE_URL: 'http://127.0.0.1:1', HEALTH_PATH: '/' });
  expect(silent.code).toBe(1);
  expect(silent.stderr).toContain('request 1 of 3: no answer');
  expect((await verify({})).code).toBe(2);
});

async function serve(status: (path: string) => number): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(status(request.url ?? '')).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function verify(env: Record<string, string>): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['stacks/systems/orders-verify.mjs'], { env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
