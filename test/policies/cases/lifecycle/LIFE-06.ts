import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/**
 * "ACM certs DNS-validated (auto-renew), RSA ≥2048; RDS CA not expiring." By AWS, `rds-ca-2019` expired in August 2024, `rds-ca-rsa2048-g1` is good
 * until 2061, and keys are RSA 2048 where nothing is said.
 */
const CERTIFICATE = 'aws:acm/certificate:Certificate';

function certificate(add: Add, name: string, more: Record<string, Given>): void {
  add(CERTIFICATE, name, { domainName: 'www.orders.example.com', ...more });
}

function database(add: Add, name: string, caCertIdentifier: Given | undefined): void {
  add('aws:rds/instance:Instance', name, { engine: 'postgres', caCertIdentifier });
}

const good = 'a certificate renews itself by DNS, and a database’s authority is good for decades';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        certificate(add, 'certificate', { validationMethod: 'DNS', keyAlgorithm: 'RSA_2048' });
        database(add, 'database', 'rds-ca-rsa2048-g1');
      }),
    ],
    expect: [
      { name: 'certificate', verdict: 'pass' },
      { name: 'database', verdict: 'pass' },
    ],
  },
  {
    title: 'a certificate that waits for a mail, a weak key and an authority that has expired fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        certificate(add, 'mail', { validationMethod: 'EMAIL' });
        certificate(add, 'weak', { validationMethod: 'DNS', keyAlgorithm: 'RSA_1024' });
        database(add, 'database', 'rds-ca-2019');
      }),
    ],
    expect: ['mail', 'weak', 'database'].map((name) => ({ name, verdict: 'fail' })),
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(CERTIFICATE, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'elliptic keys and longer ones are strong enough, and nothing said is RSA 2048',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        certificate(add, 'curve', { validationMethod: 'DNS', keyAlgorithm: 'EC_prime256v1' });
        certificate(add, 'long', { validationMethod: 'DNS', keyAlgorithm: 'RSA_4096' });
        certificate(add, 'silent', { validationMethod: 'DNS' });
      }),
    ],
    expect: ['curve', 'long', 'silent'].map((name) => ({ name, verdict: 'pass' })),
  },
  {
    title: 'an imported certificate is never renewed by AWS; one of a private authority always',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(CERTIFICATE, 'imported', { certificateBody: '-----BEGIN CERTIFICATE-----', privateKey: 'key' });
        certificate(add, 'private', {
          certificateAuthorityArn: 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1',
        });
      }),
    ],
    expect: [
      { name: 'imported', verdict: ['fail', 'unknown'] },
      { name: 'private', verdict: ['pass', 'not-applicable'] },
    ],
  },
  {
    title: 'an authority that no table holds, and what is not known yet, are not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        database(add, 'odd', 'rds-ca-1900');
        database(add, 'open', UNKNOWN);
        certificate(add, 'method', { validationMethod: UNKNOWN });
      }),
    ],
    expect: [
      { name: 'odd', verdict: 'unknown' },
      { name: 'open', verdict: ['unknown', 'pending'] },
      { name: 'method', verdict: ['unknown', 'pending'] },
    ],
  },
  {
    title: 'the authority that AWS chose is in the outputs',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(
          'aws:rds/instance:Instance',
          'database',
          { engine: 'postgres' },
          { computed: { caCertIdentifier: 'rds-ca-2019' } },
        );
      }),
    ],
    expect: [{ name: 'database', verdict: 'fail' }],
  },
  {
    title: 'an authority that is good today expires at another instant',
    at: '2062-01-01T00:00:00Z',
    stacks: [stackOf({ name: 'prod' }, (add) => database(add, 'database', 'rds-ca-rsa2048-g1'))],
    expect: [{ name: 'database', verdict: 'fail' }],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the certificate is validated by mail',
    mutate: (stacks) => set(pick(stacks, 'certificate'), { validationMethod: 'EMAIL' }),
    expect: [{ name: 'certificate', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the certificate’s key is RSA 1024',
    mutate: (stacks) => set(pick(stacks, 'certificate'), { keyAlgorithm: 'RSA_1024' }),
    expect: [{ name: 'certificate', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the authority of the database is that of 2019',
    mutate: (stacks) => set(pick(stacks, 'database'), { caCertIdentifier: 'rds-ca-2019' }),
    expect: [{ name: 'database', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the authority of the database is that of 2015',
    mutate: (stacks) => set(pick(stacks, 'database'), { caCertIdentifier: 'rds-ca-2015' }),
    expect: [{ name: 'database', verdict: ['fail', 'unknown'] }],
  },
];
