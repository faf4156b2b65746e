import type { Graph } from '../../graph/graph.ts';
import type { GraphNode } from '../../graph/node.ts';
import { type PropertyValue, reveal } from '../../lib/property.ts';
import { adapterAws } from '../provider/adapter-aws.ts';
import type { Renaming } from '../rewrite.ts';
import { certificateTable } from '../services/acm/records.ts';
import type { Twin } from '../twin.ts';
import type { Limit } from './limit.ts';

/**
 * Makes the certificates and keys that resources name by ARN and that no checkpoint holds: they existed before, since something of
 * the account uses them. That they are issued and enabled is what such a use says; the rest is made up and listed.
 */
export function createExistingThings(graph: Graph, twin: Twin, renaming: Renaming): Limit[] {
  const users = new Map<string, GraphNode>();
  for (const node of [...graph.nodes].sort((a, b) => (a.urn < b.urn ? -1 : 1))) {
    if (!node.custom) continue;
    for (const arn of arnsIn(reveal(node.inputs))) {
      const isKept = graph.byArn(arn) !== undefined || graph.byId(arn.split('/').at(-1) ?? '').length > 0;
      if (!isKept && !users.has(arn)) users.set(arn, node);
    }
  }
  const limits: Limit[] = [];
  for (const [arn, user] of [...users].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isCertificate = arn.includes(':certificate/');
    renaming.learn(arn, isCertificate ? certificate(arn, twin) : key(arn, twin));
    limits.push({
      kind: 'made-up',
      urn: user.urn,
      type: user.type,
      cost: `${arn} is in no checkpoint: ${isCertificate ? 'a certificate that is issued' : 'a key that is enabled'} stands for it`,
      isUnknown: false,
    });
  }
  return limits;
}

const EXISTING = /^arn:aws[\w-]*:(?:acm:[\w-]+:\d{12}:certificate|kms:[\w-]+:\d{12}:key)\/[\w-]+$/;

function arnsIn(value: PropertyValue | undefined): string[] {
  if (typeof value === 'string') return EXISTING.test(value) ? [value] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((item) => arnsIn(item as PropertyValue));
}

function certificate(arn: string, twin: Twin): string {
  const region = arn.split(':')[3] ?? '';
  const aws = adapterAws(twin.dispatcher, region, arn);
  const { CertificateArn } = aws.call<{ CertificateArn: string }>('acm', 'RequestCertificate', {
    DomainName: `${arn.split('/').at(-1)}.existing.invalid`,
    ValidationMethod: 'DNS',
  });
  // it was issued before the world begins: no record of this world proves it
  const table = certificateTable(twin.world);
  const record = table.get(`${region}/${CertificateArn}`);
  if (record) table.put(`${region}/${CertificateArn}`, { ...record, status: 'ISSUED', issuedMs: twin.world.nowMs });
  twin.world.unschedule(CertificateArn);
  return CertificateArn;
}

function key(arn: string, twin: Twin): string {
  const aws = adapterAws(twin.dispatcher, arn.split(':')[3] ?? '', arn);
  const { KeyMetadata } = aws.call<{ KeyMetadata: { Arn: string } }>('kms', 'CreateKey', { Description: arn });
  return KeyMetadata.Arn;
}
