import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { textOf, type WireRequest } from '../../../src/twin/wire/message.ts';
import { form, json, rawRequest, refusing, stubWire } from './support.ts';

const ID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

function bodyFor(request: WireRequest, output: object): string {
  const response = stubWire(() => output).wire.handle(request);
  expect(response.headers['x-amzn-requestid']).toEqual(ID);
  return textOf(response.body).replaceAll(response.headers['x-amzn-requestid'] ?? '', 'ID');
}

describe('the bytes of answers', () => {
  test('awsQuery', () => {
    expect(bodyFor(rawRequest('sts', form('Action=GetCallerIdentity')), { Account: '1', Arn: 'a&b' })).toBe(
      `${DECLARATION}<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
        '<Account>1</Account><Arn>a&#38;b</Arn></GetCallerIdentityResult>' +
        '<ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></GetCallerIdentityResponse>',
    );
  });

  test('ec2Query', () => {
    expect(
      bodyFor(rawRequest('ec2', form('Action=DescribeVpcs')), { Vpcs: [{ VpcId: 'vpc-1', IsDefault: false }] }),
    ).toBe(
      `${DECLARATION}<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><requestId>ID</requestId>` +
        '<vpcSet><item><isDefault>false</isDefault><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>',
    );
  });

  test('restXml', () => {
    const request = rawRequest('route53', { method: 'GET', path: '/2013-04-01/change/C1' });
    const ChangeInfo = { Id: 'C1', Status: 'INSYNC', SubmittedAt: new Date(0) };
    expect(bodyFor(request, { ChangeInfo })).toBe(
      `${DECLARATION}<GetChangeResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeInfo><Id>C1</Id>` +
        '<Status>INSYNC</Status><SubmittedAt>1970-01-01T00:00:00.000Z</SubmittedAt></ChangeInfo></GetChangeResponse>',
    );
  });

  test('JSON', () => {
    const request = rawRequest('kms', json('TrentService.DescribeKey', '{"KeyId":"k"}'));
    const KeyMetadata = { KeyId: 'k', CreationDate: new Date(1_500), Enabled: true };
    expect(bodyFor(request, { KeyMetadata })).toBe('{"KeyMetadata":{"KeyId":"k","CreationDate":1.5,"Enabled":true}}');
  });

  test('equal calls get different request ids, the same ones in every run', () => {
    const ids = () => {
      const { wire } = stubWire(() => ({}));
      const request = rawRequest('sts', form('Action=GetCallerIdentity'));
      return [wire.handle(request), wire.handle(request)].map(({ headers }) => headers['x-amzn-requestid']);
    };
    expect(new Set(ids()).size).toBe(2);
    expect(ids()).toEqual(ids());
  });

  test('an error of awsQuery', () => {
    const response = refusing('DBClusterNotFoundFault', '<none>').wire.handle(
      rawRequest('rds', form('Action=DescribeDBClusters')),
    );
    expect(textOf(response.body)).toContain(
      '<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type>' +
        '<Code>DBClusterNotFoundFault</Code><Message>&#60;none&#62;</Message></Error><RequestId>',
    );
  });
});

describe('the bytes of requests', () => {
  const seen = (request: WireRequest) => {
    const { wire, requests } = stubWire(() => ({}));
    const response = wire.handle(request);
    expect(textOf(response.body)).not.toContain('Exception');
    return requests[0]?.input;
  };

  test('a query protocol takes its parameters from the URL too', () => {
    const request = rawRequest('rds', { method: 'GET', query: 'Action=DescribeDBClusters&DBClusterIdentifier=a%20b' });
    expect(seen(request)).toEqual({ DBClusterIdentifier: 'a b' });
  });

  test('numbered items come in the order of their numbers, not of their arrival', () => {
    const items = [10, 2, 1].map((n) => `AvailabilityZones.AvailabilityZone.${n}=z${n}`).join('&');
    expect(seen(rawRequest('rds', form(`Action=CreateDBCluster&DBClusterIdentifier=a&Engine=e&${items}`)))).toEqual({
      DBClusterIdentifier: 'a',
      Engine: 'e',
      AvailabilityZones: ['z1', 'z2', 'z10'],
    });
  });

  test.each([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.5+01:00', '2026-01-02T02:04:05.500Z'],
    ['2026-01-02T03:04', '2026-01-02T03:04:00.000Z'],
    ['2026-01-02', '2026-01-02T00:00:00.000Z'],
    ['1767323045.25', '2026-01-02T03:04:05.250Z'],
    ['Fri, 02 Jan 2026 03:04:05 GMT', '2026-01-02T03:04:05.000Z'],
  ])('an instant may be written %s; without a zone it is UTC', (text, instant) => {
    const body = `Action=DescribeEvents&StartTime=${encodeURIComponent(text)}`;
    expect(seen(rawRequest('rds', form(body)))).toEqual({ StartTime: new Date(instant) });
  });

  test('a body in AWS chunks is joined, its trailers left out', () => {
    const chunked = '5;chunk-signature=0\r\n{"Key\r\na\r\nId":"k"}  \r\n0\r\nx-amz-checksum-crc32:AAAA==\r\n\r\n';
    const request = rawRequest('kms', json('TrentService.DescribeKey', chunked));
    const headers = { ...request.headers, 'content-encoding': 'aws-chunked' };
    expect(seen({ ...request, headers })).toEqual({ KeyId: 'k' });
  });

  test('a packed body in chunks is joined and unpacked', () => {
    const packed = gzipSync('{"KeyId":"k"}');
    const body = Buffer.concat([
      Buffer.from(`${packed.length.toString(16)}\r\n`),
      packed,
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
    const request = rawRequest('kms', json('TrentService.DescribeKey', ''));
    const headers = { ...request.headers, 'content-encoding': 'gzip,aws-chunked' };
    expect(seen({ ...request, headers, body })).toEqual({ KeyId: 'k' });
  });

  test('a chunk that is cut short is refused', () => {
    const request = rawRequest('kms', json('TrentService.DescribeKey', 'ff\r\n{"KeyId":"k"}'));
    const headers = { ...request.headers, 'content-encoding': 'aws-chunked' };
    expect(stubWire(() => ({})).wire.handle({ ...request, headers }).status).toBe(400);
  });

  test('a body that unpacks to more than the limit is refused', () => {
    const request = rawRequest('kms', json('TrentService.DescribeKey', ''));
    const body = gzipSync(Buffer.alloc(17 * 1024 * 1024));
    const headers = { ...request.headers, 'content-encoding': 'gzip' };
    const response = stubWire(() => ({})).wire.handle({ ...request, headers, body });
    expect(response.status).toBe(400);
    expect(textOf(response.body)).toContain('larger than 16777216 bytes');
  });

  test('XML may come with prefixes, comments, character data and references', () => {
    const body =
      '<?xml version="1.0"?><r:CreateHostedZoneRequest xmlns:r="x"><!-- c --><r:Name>a&#x2e;b&amp;c</r:Name>' +
      '<CallerReference><![CDATA[<1>]]></CallerReference></r:CreateHostedZoneRequest>';
    expect(seen(rawRequest('route53', { path: '/2013-04-01/hostedzone', body }))).toEqual({
      Name: 'a.b&c',
      CallerReference: '<1>',
    });
  });

  test('a slash at the end of a path does not count, an escaped one in a label does', () => {
    const request = (path: string) => rawRequest('backup', { method: 'GET', path });
    expect(seen(request('/backup-vaults/a%2Fb/'))).toEqual({ BackupVaultName: 'a/b' });
    expect(seen(request('/backup-vaults/a%2Fb'))).toEqual({ BackupVaultName: 'a/b' });
  });
});
