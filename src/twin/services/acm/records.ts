import { createHash } from 'node:crypto';
import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

/** A public certificate (world table `acm.certificate`, key = region/ARN). */
export interface CertificateRecord {
  readonly arn: string;
  readonly region: string;
  readonly domain: string;
  /** Every name of the certificate, the domain first. */
  readonly names: readonly string[];
  readonly keyAlgorithm: string;
  readonly transparencyLogging: 'ENABLED' | 'DISABLED';
  readonly status: 'PENDING_VALIDATION' | 'ISSUED' | 'VALIDATION_TIMED_OUT';
  readonly tags: Tags;
  readonly createdMs: number;
  readonly issuedMs?: number | undefined;
}

export function certificateTable(world: World) {
  return world.table<CertificateRecord>('acm.certificate');
}

/**
 * The CNAME that proves control of a name. It follows from account and name alone: one record validates certificates of all
 * Regions ([ACM-DNS] of the refusals table), and a wildcard shares it with its parent.
 */
export function validationRecord(account: string, name: string): { Name: string; Type: 'CNAME'; Value: string } {
  const plain = name.replace(/^\*\./, '').toLowerCase();
  const hex = createHash('sha256').update(`acm ${account} ${plain}`).digest('hex');
  return {
    Name: `_${hex.slice(0, 32)}.${plain}.`,
    Type: 'CNAME',
    Value: `_${hex.slice(32, 64)}.${letters(hex)}.acm-validations.aws.`,
  };
}

function letters(hex: string): string {
  return [...hex.slice(0, 10)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}
