import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { milliseconds, type Row, repeated } from './measure.ts';

/** Fewer where each write waits for the disk. */
const REQUESTS = { memory: 3_000, disk: 300 };
/** Of three requests, two write. */
const WRITES_OF_REQUESTS = 2 / 3;
const REGION = 'us-east-1';

/**
 * Requests a second on one keep-alive connection, each sent when the one before it is answered: CreateTags, DescribeVpcs and
 * PutMetricData in turn, on a state folder whose systems are up. `where` is whether the world is on the disk, as `twin serve` has it
 * and each write synced before its answer, or a copy of it in memory.
 */
export async function wireRow(folder: string, where: 'disk' | 'memory'): Promise<Row> {
  const server = spawn(process.execPath, [join('scripts', 'bench', 'serve-twin.ts'), folder, where], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const connection = await openConnection(await firstLine(server));
    const vpc = await vpcOf(connection);
    const figures = await repeated(5, async () => {
      const begin = performance.now();
      for (let n = 0; n < REQUESTS[where]; n++) await connection.ask(requestOf(n, vpc));
      return (REQUESTS[where] * 1000) / (performance.now() - begin);
    });
    connection.close();
    const what = 'wire: requests on one connection, orders up';
    if (where === 'memory') return { what: `${what}, in memory`, unit: 'a second', figures, atLeast: 3_000 };
    return { what: `${what}, each write synced to the disk`, unit: 'a second', figures };
  } finally {
    server.stdin.end();
    await new Promise((ended) => server.once('close', ended));
  }
}

/** What the disk itself allows: requests a second if a write were nothing but its sync. */
export async function syncRow(folder: string): Promise<Row> {
  const file = openSync(join(folder, 'sync'), 'w');
  const page = Buffer.alloc(8192);
  const figures = await repeated(5, () => {
    const syncs = 50;
    const ms = milliseconds(() => {
      for (let n = 0; n < syncs; n++) {
        writeSync(file, page, 0, page.length, n * page.length);
        fdatasyncSync(file);
      }
    });
    return (syncs * 1000) / ms / WRITES_OF_REQUESTS;
  });
  closeSync(file);
  return { what: '  the most that this disk allows of them', unit: 'a second', figures };
}

function requestOf(n: number, vpc: string): string {
  switch (n % 3) {
    case 0:
      return ec2(`Action=CreateTags&ResourceId.1=${vpc}&Tag.1.Key=bench&Tag.1.Value=${n}`);
    case 1:
      return ec2('Action=DescribeVpcs');
    default:
      return post('monitoring', {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData',
      })(JSON.stringify({ Namespace: 'Bench', MetricData: [{ MetricName: 'N', Value: n }] }));
  }
}

async function vpcOf(connection: Connection): Promise<string> {
  const answer = await connection.ask(ec2('Action=DescribeVpcs'));
  const [, vpc] = /<vpcId>(vpc-[0-9a-f]+)</.exec(answer) ?? [];
  if (vpc === undefined) throw new Error(`orders is up and has a VPC: ${answer.slice(0, 500)}`);
  return vpc;
}

function ec2(body: string): string {
  return post('ec2', { 'content-type': 'application/x-www-form-urlencoded' })(`${body}&Version=2016-11-15`);
}

function post(signingName: string, headers: Readonly<Record<string, string>>): (body: string) => string {
  const credential = `TWINBENCH/20260101/${REGION}/${signingName}/aws4_request`;
  const lines = Object.entries({
    host: 'localhost',
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return (body) =>
    `POST / HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

interface Connection {
  /** Sends one request and gives the body of its answer. Throws where it is not 200. */
  ask(request: string): Promise<string>;
  close(): void;
}

async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  await new Promise((ready) => socket.once('connect', ready));
  socket.setNoDelay(true);
  let text = '';
  let waiting: { done(body: string): void; fail(error: Error): void } | undefined;
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    const [, length] = /content-length: (\d+)/i.exec(text) ?? [];
    if (end < 0 || text.length < end + 4 + Number(length)) return;
    const [head, body] = [text.slice(0, end), text.slice(end + 4)];
    text = '';
    if (head.startsWith('HTTP/1.1 200')) waiting?.done(body);
    else waiting?.fail(new Error(`${head}\n${body}`));
  });
  return {
    ask: (request) =>
      new Promise((done, fail) => {
        waiting = { done, fail };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    child.stdout?.once('data', (chunk: Buffer) => done(chunk.toString().trim()));
    child.once('exit', (code) => fail(new Error(`the server ended with ${code} before it was ready`)));
  });
}
