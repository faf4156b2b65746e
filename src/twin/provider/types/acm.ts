import type { CertificateDetail } from '@aws-sdk/client-acm';
import { canonicalHash } from '../../../lib/canonical.ts';
import { isoInstant } from '../../../lib/clock.ts';
import { EvenkeelError } from '../../../lib/errors.ts';
import { notModelled } from '../../aws-error.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, listedTags, retag, tagsOfInputs } from './common.ts';
import { block, text, texts } from './plain.ts';

const certificate: Adapter = {
  type: 'aws:acm/certificate:Certificate',

  create(inputs, aws) {
    for (const name of [
      'certificateAuthorityArn',
      'certificateBody',
      'privateKey',
      'privateKeyWo',
      'validationOptions',
    ]) {
      if (inputs[name] !== undefined) throw notModelled(`certificates with ${name}`);
    }
    const options = block(inputs, 'options');
    const tags = listedTags(inputs);
    const { CertificateArn } = aws.call<{ CertificateArn: string }>('acm', 'RequestCertificate', {
      DomainName: text(inputs, 'domainName'),
      SubjectAlternativeNames: texts(inputs, 'subjectAlternativeNames'),
      ValidationMethod: text(inputs, 'validationMethod'),
      KeyAlgorithm: text(inputs, 'keyAlgorithm'),
      IdempotencyToken: canonicalHash(aws.urn).slice(0, 32),
      ...(options && {
        Options: {
          CertificateTransparencyLoggingPreference: text(options, 'certificateTransparencyLoggingPreference'),
        },
      }),
      ...(tags.length > 0 && { Tags: tags }),
    });
    return CertificateArn;
  },

  read(id, aws) {
    const found = describe(aws, id);
    if (!found) return undefined;
    const { Tags } = aws.call<{ Tags: { Key: string; Value: string }[] }>('acm', 'ListTagsForCertificate', {
      CertificateArn: id,
    });
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    return {
      arn: id,
      domainName: found.DomainName,
      subjectAlternativeNames: [...(found.SubjectAlternativeNames ?? [])].sort(),
      domainValidationOptions: (found.DomainValidationOptions ?? []).map((option) => ({
        domainName: option.DomainName,
        resourceRecordName: option.ResourceRecord?.Name,
        resourceRecordType: option.ResourceRecord?.Type,
        resourceRecordValue: option.ResourceRecord?.Value,
      })),
      keyAlgorithm: found.KeyAlgorithm,
      options: {
        certificateTransparencyLoggingPreference: found.Options?.CertificateTransparencyLoggingPreference,
      },
      status: found.Status,
      type: found.Type,
      validationMethod: 'DNS',
      validationEmails: [],
      notBefore: found.NotBefore ? isoInstant(found.NotBefore.getTime()) : '',
      notAfter: found.NotAfter ? isoInstant(found.NotAfter.getTime()) : '',
      pendingRenewal: false,
      renewalEligibility: found.RenewalEligibility,
      renewalSummaries: [],
      tags,
      tagsAll: tags,
    };
  },

  update(id, { before, after, changed }, aws) {
    if (changed.has('options')) throw notModelled('a change of the options of a certificate');
    const old = tagsOfInputs(before);
    retag(before, after, {
      add: (tags) =>
        aws.call('acm', 'AddTagsToCertificate', {
          CertificateArn: id,
          Tags: tags.map(([Key, Value]) => ({ Key, Value })),
        }),
      remove: (names) =>
        aws.call('acm', 'RemoveTagsFromCertificate', {
          CertificateArn: id,
          Tags: names.map((Key) => ({ Key, Value: old[Key] })),
        }),
    });
  },

  delete(id, _state, aws) {
    aws.call('acm', 'DeleteCertificate', { CertificateArn: id });
  },
};

/** No object of AWS: it waits until the certificate is issued. Its id is the instant of that. */
const validation: Adapter = {
  type: 'aws:acm/certificateValidation:CertificateValidation',

  create(inputs, aws) {
    const arn = text(inputs, 'certificateArn') ?? '';
    aws.settle(arn);
    const issued = describe(aws, arn);
    if (issued?.Status === 'ISSUED' && issued.IssuedAt) return isoInstant(issued.IssuedAt.getTime());
    throw new EvenkeelError({
      code: 'certificate-not-validated',
      message: `${aws.urn}: the certificate ${arn} is not issued`,
      found: `status ${issued?.Status ?? 'none'}`,
      allowed: 'every validation record of the certificate in a hosted zone, with the value that ACM asks for',
      next: 'create the records of domainValidationOptions and let the validation depend on them',
    });
  },

  read(id, aws, known) {
    const arn = text(known, 'certificateArn') ?? '';
    const issued = describe(aws, arn);
    if (issued?.Status !== 'ISSUED' || !issued.IssuedAt || isoInstant(issued.IssuedAt.getTime()) !== id)
      return undefined;
    return { certificateArn: arn };
  },

  delete() {
    // nothing of AWS stands behind it
  },
};

function describe(aws: AdapterAws, CertificateArn: string): CertificateDetail | undefined {
  return gone(
    () => aws.call<{ Certificate: CertificateDetail }>('acm', 'DescribeCertificate', { CertificateArn }),
    'ResourceNotFoundException',
  )?.Certificate;
}

export const adapters: readonly Adapter[] = [certificate, validation];
