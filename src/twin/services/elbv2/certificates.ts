import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { certificateTable } from '../acm/records.ts';

/** A TLS listener takes a certificate of its own region and account that ACM has issued. */
export function refuseCertificate(call: Call, arn: string | undefined): void {
  if (!arn) throw new AwsError('CertificateNotFound', 'a TLS listener needs a certificate');
  const [, , , region, account] = arn.split(':');
  const certificate = certificateTable(call.world).get(`${region}/${arn}`);
  if (!certificate || region !== call.region || account !== call.account) {
    throw new AwsError('CertificateNotFound', `${arn} is no certificate of ${call.account} in ${call.region}`, {
      row: 'ELB-07',
    });
  }
  if (certificate.status !== 'ISSUED') {
    throw new AwsError('UnsupportedCertificate', `${arn} is ${certificate.status}, not ISSUED`, { row: 'ELB-13' });
  }
}
