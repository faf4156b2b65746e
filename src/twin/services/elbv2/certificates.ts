import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';

/** A TLS listener takes a certificate of its own region and account that ACM has issued. */
export function refuseCertificate(call: Call, arn: string | undefined): void {
  if (!arn) throw new AwsError('CertificateNotFound', 'a TLS listener needs a certificate');
  const [, , , region, account, part = ''] = arn.split(':');
  const id = part.slice('certificate/'.length);
  const certificate = call.world.table<{ readonly status: string }>('acm.certificate').get(`${region}/${id}`);
  if (!certificate || region !== call.region || account !== call.account) {
    throw new AwsError('CertificateNotFound', `${arn} is no certificate of ${call.account} in ${call.region}`, {
      row: 'ELB-07',
    });
  }
  if (certificate.status !== 'ISSUED') {
    throw new AwsError('UnsupportedCertificate', `${arn} is ${certificate.status}, not ISSUED`, { row: 'ELB-13' });
  }
}
