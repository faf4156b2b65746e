import type { CertificateDetail, RequestCertificateRequest } from '@aws-sdk/client-acm';
import { canonicalHash } from '../../../lib/canonical.ts';
import { HOUR_MS } from '../../../lib/clock.ts';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call, Handlers } from '../../call.ts';
import { elapseMs } from '../../physics/duration.ts';
import { listeners } from '../elbv2/records.ts';
import { mergeTags, tagList, tagsOf, withoutTags } from '../tag-list.ts';
import { type CertificateRecord, certificateTable, validationRecord } from './records.ts';

/** A token makes two requests one for an hour (refusals ACM-02). */
const TOKEN_MS = HOUR_MS;
/** Thirteen months, as ACM issued until 2026; nothing here renews. */
const VALID_MS = 395 * 24 * HOUR_MS;

/** Public certificates validated by DNS. Imports, private authorities, e-mail validation and renewal are not modelled. */
export const certificates: Handlers<typeof import('@aws-sdk/client-acm')> = {
  RequestCertificate(input, call) {
    if (input.ValidationMethod !== 'DNS') throw notModelled(`certificates validated by ${input.ValidationMethod}`);
    if (input.CertificateAuthorityArn) throw notModelled('certificates of a private authority');
    const known = repeated(call, input);
    if (known) return { CertificateArn: known };
    const id = call.newId('', 32);
    const uuid = [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-');
    const arn = `arn:aws:acm:${call.region}:${call.account}:certificate/${uuid}`;
    const domain = input.DomainName ?? '';
    certificateTable(call.world).put(`${call.region}/${arn}`, {
      arn,
      region: call.region,
      domain,
      names: [...new Set([domain, ...(input.SubjectAlternativeNames ?? [])])],
      keyAlgorithm: input.KeyAlgorithm ?? 'RSA_2048',
      transparencyLogging: input.Options?.CertificateTransparencyLoggingPreference ?? 'ENABLED',
      status: 'PENDING_VALIDATION',
      tags: mergeTags({}, tagsOf(input.Tags)),
      createdMs: call.world.nowMs,
    });
    const atMs = call.world.nowMs + elapseMs(call.world, 'acm.validate', arn);
    call.world.schedule({ atMs, kind: 'acm.look', subject: arn, data: { key: `${call.region}/${arn}` } });
    remember(call, input, arn);
    return { CertificateArn: arn };
  },

  DescribeCertificate(input, call) {
    const certificate = findCertificate(call, input.CertificateArn);
    return { Certificate: described(call, certificate) };
  },

  DeleteCertificate(input, call) {
    const certificate = findCertificate(call, input.CertificateArn);
    const users = inUseBy(call, certificate.arn);
    if (users.length > 0) {
      throw new AwsError('ResourceInUseException', `the certificate is used by ${users.join(', ')}`, { row: 'ACM-01' });
    }
    call.world.unschedule(certificate.arn);
    certificateTable(call.world).delete(`${call.region}/${certificate.arn}`);
    return {};
  },

  ListTagsForCertificate(input, call) {
    return { Tags: tagList(findCertificate(call, input.CertificateArn).tags) };
  },
  AddTagsToCertificate(input, call) {
    const certificate = findCertificate(call, input.CertificateArn);
    put(call, { ...certificate, tags: mergeTags(certificate.tags, tagsOf(input.Tags)) });
    return {};
  },
  RemoveTagsFromCertificate(input, call) {
    const certificate = findCertificate(call, input.CertificateArn);
    put(call, {
      ...certificate,
      tags: withoutTags(
        certificate.tags,
        (input.Tags ?? []).map((tag) => tag.Key ?? ''),
      ),
    });
    return {};
  },
};

function findCertificate(call: Call, arn: string | undefined): CertificateRecord {
  const certificate = certificateTable(call.world).get(`${call.region}/${arn ?? ''}`);
  if (!certificate) throw new AwsError('ResourceNotFoundException', `no certificate ${arn}`);
  return certificate;
}

function put(call: Call, certificate: CertificateRecord): void {
  certificateTable(call.world).put(`${call.region}/${certificate.arn}`, certificate);
}

interface Token {
  readonly arn: string;
  readonly atMs: number;
}

function tokenKey(call: Call, input: RequestCertificateRequest): string {
  return `${call.region}/${input.IdempotencyToken}/${canonicalHash(input)}`;
}

function repeated(call: Call, input: RequestCertificateRequest): string | undefined {
  if (input.IdempotencyToken === undefined) return undefined;
  const token = call.world.table<Token>('acm.token').get(tokenKey(call, input));
  if (!token || call.world.nowMs - token.atMs >= TOKEN_MS) return undefined;
  return certificateTable(call.world).get(`${call.region}/${token.arn}`)?.arn;
}

function remember(call: Call, input: RequestCertificateRequest, arn: string): void {
  if (input.IdempotencyToken === undefined) return;
  call.world.table<Token>('acm.token').put(tokenKey(call, input), { arn, atMs: call.world.nowMs });
}

/** Load balancers with a listener that names the certificate. */
function inUseBy(call: Call, arn: string): string[] {
  const using = listeners(call.world)
    .values(`${call.region}/`)
    .filter((listener) => listener.certificateArn === arn);
  return [...new Set(using.map((listener) => listener.loadBalancerArn))].sort();
}

function described(call: Call, certificate: CertificateRecord): CertificateDetail {
  const isIssued = certificate.status === 'ISSUED';
  const issuedMs = certificate.issuedMs ?? 0;
  const validation = {
    PENDING_VALIDATION: 'PENDING_VALIDATION',
    ISSUED: 'SUCCESS',
    VALIDATION_TIMED_OUT: 'FAILED',
  } as const;
  return {
    CertificateArn: certificate.arn,
    DomainName: certificate.domain,
    SubjectAlternativeNames: [...certificate.names],
    DomainValidationOptions: certificate.names.map((name) => ({
      DomainName: name,
      ValidationDomain: name,
      ValidationStatus: validation[certificate.status],
      ResourceRecord: validationRecord(call.account, name),
      ValidationMethod: 'DNS',
    })),
    Subject: `CN=${certificate.domain}`,
    Status: certificate.status,
    Type: 'AMAZON_ISSUED',
    KeyAlgorithm: certificate.keyAlgorithm as never,
    SignatureAlgorithm: 'SHA256WITHRSA',
    Options: { CertificateTransparencyLoggingPreference: certificate.transparencyLogging },
    InUseBy: inUseBy(call, certificate.arn),
    RenewalEligibility: 'INELIGIBLE',
    CreatedAt: new Date(certificate.createdMs),
    ...(isIssued && {
      Issuer: 'Amazon',
      IssuedAt: new Date(issuedMs),
      NotBefore: new Date(issuedMs),
      NotAfter: new Date(issuedMs + VALID_MS),
    }),
  };
}
