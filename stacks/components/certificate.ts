import { Certificate as AcmCertificate } from '@pulumi/aws/acm/certificate.js';
import { CertificateValidation } from '@pulumi/aws/acm/certificateValidation.js';
import { Record as DnsRecord } from '@pulumi/aws/route53/record.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import type { SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** The certificate of the public name at a site, issued once DNS proves that the name is ours. */
export class Certificate extends ComponentResource {
  /** Known only once the certificate is issued: a listener refuses one that is not. */
  readonly issuedArn: Output<string>;

  constructor(name: string, args: CertificateArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:Certificate', name, {}, options);
    const certificate = new AcmCertificate(
      `${name}-certificate`,
      {
        domainName: args.place.environment.domain.host,
        validationMethod: 'DNS',
        tags: tagsOf(args.place, 'certificate', args.place.prefix),
      },
      // AWS fills these in once it has seen the proof, which is made after the certificate
      { parent: this, ignoreChanges: ['notAfter', 'notBefore', 'status'] },
    );
    const proof = certificate.domainValidationOptions.apply(([first]) => {
      if (first === undefined) throw new Error('broken invariant: a certificate asks for the proof of its name');
      return first;
    });
    const record = new DnsRecord(
      `${name}-proof`,
      {
        zoneId: args.zoneId,
        name: proof.resourceRecordName.apply(withoutDot),
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: PROOF_TTL_SECONDS,
        // ACM asks an account for the same proof of a name in every region: each site writes the same record
        allowOverwrite: true,
      },
      { parent: this },
    );
    const validation = new CertificateValidation(
      `${name}-issued`,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      { parent: this },
    );
    this.issuedArn = validation.certificateArn;
    this.registerOutputs({ issuedArn: this.issuedArn });
  }
}

export interface CertificateArgs {
  readonly place: SitePlace;
  readonly zoneId: Input<string>;
}

const PROOF_TTL_SECONDS = 300;

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}
