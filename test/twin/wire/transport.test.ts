import { connect } from 'node:net';
import { DescribeDBClustersCommand, RDSClient } from '@aws-sdk/client-rds';
import { ListHostedZonesCommand, Route53Client } from '@aws-sdk/client-route-53';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, test } from 'vitest';
import { EndpointUnreachable } from '../../../src/twin/aws-error.ts';
import type { Request } from '../../../src/twin/dispatch.ts';
import { inProcessHandler, type Listener, listen, twinClientConfig, type Wire } from '../../../src/twin/wire/index.ts';
import { form, rawRequest, stubWire } from './support.ts';

const credentials = { accessKeyId: 'TWINTEST', secretAccessKey: 'any' };
const unreachable = (request: Request): never => {
  throw new EndpointUnreachable(request.region, `${request.service}.${request.operation}`);
};

let listener: Listener | undefined;
afterEach(async () => {
  await listener?.close();
  listener = undefined;
});

async function serve(wire: Wire, onBug?: (error: unknown) => void): Promise<string> {
  listener = await listen(wire, { port: 0, ...(onBug ? { onBug } : {}) });
  return listener.url;
}

describe('the HTTP server', () => {
  test('serves the SDK as AWS would, for the region that a request is signed for', async () => {
    const { wire, requests } = stubWire(() => ({ DBClusters: [{ DBClusterIdentifier: 'ü' }] }));
    const endpoint = await serve(wire);
    const client = new RDSClient({ endpoint, credentials, region: 'ap-south-1', maxAttempts: 1 });
    const answer = await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'ü & co' }));
    client.destroy();
    expect(answer.DBClusters).toEqual([{ DBClusterIdentifier: 'ü' }]);
    expect(requests).toEqual([
      {
        service: 'rds',
        operation: 'DescribeDBClusters',
        region: 'ap-south-1',
        accessKeyId: 'TWINTEST',
        input: { DBClusterIdentifier: 'ü & co' },
      },
    ]);
  });

  test('listens on the loopback address only', async () => {
    const url = await serve(stubWire(() => ({})).wire);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('breaks the connection where an endpoint cannot be reached, and calls that no bug', async () => {
    const bugs: unknown[] = [];
    const endpoint = await serve(stubWire(unreachable).wire, (bug) => bugs.push(bug));
    const client = new STSClient({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
    const error = await client.send(new GetCallerIdentityCommand({})).catch((thrown: unknown) => thrown);
    client.destroy();
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(error).not.toHaveProperty('$response');
    expect(bugs).toEqual([]);
  });

  test('tells its owner of a bug in a handler, and the client only that there is one', async () => {
    const bug = new TypeError('secret detail');
    const bugs: unknown[] = [];
    const { wire } = stubWire(() => {
      throw bug;
    });
    const endpoint = await serve(wire, (thrown) => bugs.push(thrown));
    const client = new STSClient({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
    const error = await client.send(new GetCallerIdentityCommand({})).catch((thrown: unknown) => thrown);
    client.destroy();
    expect(error).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    expect(bugs).toEqual([bug]);
  });

  test('refuses a body that is larger than the limit without keeping it', async () => {
    const endpoint = await serve(stubWire(() => ({})).wire);
    const { headers } = rawRequest('sts', form(''));
    const body = `Action=GetCallerIdentity&x=${'x'.repeat(17 * 1024 * 1024)}`;
    const response = await fetch(endpoint, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('larger than 16777216 bytes');
  });

  test('survives bytes that are not HTTP, and a client that goes away', async () => {
    const bugs: unknown[] = [];
    const endpoint = await serve(stubWire(() => ({ Account: '1' })).wire, (bug) => bugs.push(bug));
    const port = Number(new URL(endpoint).port);
    for (const bytes of ['\0\0\0\r\n\r\n', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc']) {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
        socket.on('error', () => {}).on('close', () => resolve());
        socket.resume();
      });
    }
    const client = new STSClient({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
    expect((await client.send(new GetCallerIdentityCommand({}))).Account).toBe('1');
    client.destroy();
    expect(bugs).toEqual([]);
  });

  test('cuts off a client that announces more bytes than it sends', async () => {
    const bugs: unknown[] = [];
    const { wire, requests } = stubWire(() => ({}));
    listener = await listen(wire, { port: 0, requestTimeoutMs: 50, onBug: (bug) => bugs.push(bug) });
    const { port } = listener;
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc'),
      );
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('error', () => {}).on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(requests).toEqual([]);
    expect(bugs).toEqual([]);
  });

  test('cannot be reached any more once it is closed', async () => {
    const endpoint = await serve(stubWire(() => ({})).wire);
    await listener?.close();
    await expect(fetch(endpoint)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });
});

describe('the in-process handler', () => {
  test('rejects as a refused connection does where an endpoint cannot be reached', async () => {
    const { wire } = stubWire(unreachable);
    const client = new STSClient(twinClientConfig(wire, { service: 'sts', region: 'us-east-1', accessKeyId: 'TWIN1' }));
    const error = await client.send(new GetCallerIdentityCommand({})).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ECONNREFUSED', cause: { region: 'us-east-1' } });
    expect(error).not.toHaveProperty('$response');
  });

  test('rejects with the bug itself where a handler has one', async () => {
    const bug = new TypeError('broken');
    const { wire } = stubWire(() => {
      throw bug;
    });
    const client = new STSClient(twinClientConfig(wire, { service: 'sts', region: 'us-east-1', accessKeyId: 'TWIN1' }));
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toBe(bug);
  });

  test("works under the SDK's own signer too", async () => {
    const { wire, requests } = stubWire(() => ({ HostedZones: [], Marker: '', IsTruncated: false, MaxItems: 1 }));
    const client = new Route53Client({ region: 'us-east-1', credentials, requestHandler: inProcessHandler(wire) });
    await client.send(new ListHostedZonesCommand({ MaxItems: 1, Marker: 'a b' }));
    expect(requests).toMatchObject([
      { region: 'us-east-1', accessKeyId: 'TWINTEST', input: { MaxItems: 1, Marker: 'a b' } },
    ]);
  });

  test("leaves a handler's own bytes as they are", async () => {
    const body = Uint8Array.of(1);
    const handler = inProcessHandler({ handle: () => ({ status: 200, headers: {}, body }) });
    const { response } = await handler.handle({ method: 'GET', path: '/', headers: {} });
    expect(response.body).toEqual(body);
    expect(response.body).not.toBe(body);
  });
});
