import { expect, test } from 'vitest';
import { createZone, START_MS, type TestTwin, testTwin } from '../../../support/traffic-gate.ts';

const HOME = 'us-east-1';
interface Detail {
  readonly Status: string;
  readonly IssuedAt?: Date;
  readonly DomainValidationOptions: { ResourceRecord: { Name: string; Value: string } }[];
}

function request(twin: TestTwin, DomainName: string, more: object = {}, region = HOME): string {
  const input = { DomainName, ValidationMethod: 'DNS', ...more };
  return twin.call<{ CertificateArn: string }>(region, 'acm', 'RequestCertificate', input).CertificateArn;
}

function detail(twin: TestTwin, CertificateArn: string): Detail {
  return twin.call<{ Certificate: Detail }>(HOME, 'acm', 'DescribeCertificate', { CertificateArn }).Certificate;
}

function prove(twin: TestTwin, HostedZoneId: string, { Name, Value }: { Name: string; Value: string }): void {
  const ResourceRecordSet = { Name, Type: 'CNAME', TTL: 60, ResourceRecords: [{ Value }] };
  const ChangeBatch = { Changes: [{ Action: 'CREATE', ResourceRecordSet }] };
  twin.call(HOME, 'route53', 'ChangeResourceRecordSets', { HostedZoneId, ChangeBatch });
}

test('a certificate is issued once every name is proven in DNS, some time after', () => {
  const twin = testTwin();
  const zoneId = createZone(twin);
  const arn = request(twin, 'www.orders.example.com', { SubjectAlternativeNames: ['api.orders.example.com'] });
  const [first, second] = detail(twin, arn).DomainValidationOptions;
  if (!first || !second) throw new Error('two options');
  prove(twin, zoneId, first.ResourceRecord);
  twin.advance(1800);
  expect(detail(twin, arn).Status).toBe('PENDING_VALIDATION');
  prove(twin, zoneId, second.ResourceRecord);
  expect(detail(twin, arn).Status).toBe('PENDING_VALIDATION');
  twin.advance(180);
  const issued = detail(twin, arn);
  expect(issued.Status).toBe('ISSUED');
  expect(issued.IssuedAt?.getTime()).toBeGreaterThan(START_MS + 1_800_000);
});

test('a record with another value proves nothing', () => {
  const twin = testTwin();
  const zoneId = createZone(twin);
  const arn = request(twin, 'www.orders.example.com');
  const [option] = detail(twin, arn).DomainValidationOptions;
  prove(twin, zoneId, { Name: option?.ResourceRecord.Name ?? '', Value: 'another.acm-validations.aws.' });
  twin.advance(3600);
  expect(detail(twin, arn).Status).toBe('PENDING_VALIDATION');
});

test('the record follows from account and name: the same in every region, and for a wildcard and its parent', () => {
  const twin = testTwin();
  const name = (domain: string, region = HOME) => {
    const CertificateArn = request(twin, domain, {}, region);
    const answer = twin.call<{ Certificate: Detail }>(region, 'acm', 'DescribeCertificate', { CertificateArn });
    return answer.Certificate.DomainValidationOptions[0]?.ResourceRecord;
  };
  const record = name('orders.example.com');
  expect(record?.Name).toMatch(/^_[0-9a-f]{32}\.orders\.example\.com\.$/);
  expect(record?.Value).toMatch(/^_[0-9a-f]{32}\.[a-z]{10}\.acm-validations\.aws\.$/);
  expect(name('orders.example.com', 'us-west-2')).toEqual(record);
  expect(name('*.orders.example.com')).toEqual(record);
  expect(name('www.orders.example.com')).not.toEqual(record);
});

test('only validation by DNS is modelled', () => {
  expect(() => request(testTwin(), 'orders.example.com', { ValidationMethod: 'EMAIL' })).toThrow('validated by EMAIL');
});
