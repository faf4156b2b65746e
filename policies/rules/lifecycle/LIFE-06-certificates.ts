import { must, notApplicable, type Resource, requires, rule, together } from 'evenkeel/policy';
import authorities from '../../facts/rds-authorities.json' with { type: 'json' };
import { isSupported } from '../../facts/support.ts';

export const life06 = rule({
  id: 'LIFE-06',
  title: 'Certificates renew themselves and have strong keys, and the authority of a database does not expire',
  why: 'A certificate that waits for a person to renew it expires on a Sunday, and every client refuses the service at once.',
  remedy: 'Validate by DNS; use RSA 2048 or an elliptic key; move databases to `rds-ca-rsa2048-g1` or later.',
  severity: 'medium',
  types: ['aws:acm/certificate:Certificate', 'aws:rds/instance:Instance'],
  decidedAt: 'deployed',
  cannotSee: ['whether the DNS records of the validation are still there', 'certificates of other makers than ACM'],
  parameters: { days: { default: 90, means: 'days that must be left before the authority of a database expires' } },
  check: {
    'aws:acm/certificate:Certificate': (certificate, parameters, context) => {
      if (certificate.isGiven('certificateAuthorityArn'))
        return notApplicable('is of a private authority, which renews it without asking');
      return ofAmazon(certificate, parameters, context);
    },
    'aws:rds/instance:Instance': (database, { days }, { nowMs }) =>
      isSupported(authorities, 'rds-ca', `${database.need('caCertIdentifier')}`, {
        days,
        nowMs,
        property: 'caCertIdentifier',
      }),
  },
});

const STRONG = ['RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'];

/** Key algorithms with their default: RequestCertificate, ACM API reference. Imported certificates are not renewed: ACM User Guide. */
const ofAmazon = together(
  (certificate: Resource) =>
    must(
      !['certificateBody', 'privateKey', 'privateKeyWo'].some((property) => certificate.isGiven(property)),
      'is imported: AWS does not renew it',
    ),
  requires('validationMethod', 'DNS'),
  requires('keyAlgorithm', { oneOf: STRONG }, { default: 'RSA_2048' }),
);
