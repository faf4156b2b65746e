import { HOUR_MS, MINUTE_MS } from '../../../lib/clock.ts';
import type { World } from '../../world.ts';
import { resolveDns } from '../route53/dns.ts';
import { type CertificateRecord, certificateTable, validationRecord } from './records.ts';

const GIVES_UP_MS = 72 * HOUR_MS;

/**
 * `acm.look`: ACM looks for the validation records of a pending certificate, every minute (estimated) until it has seen
 * them all or 72 hours are over (refusals ACM-03).
 */
export function reactions(world: World): void {
  world.react('acm.look', (event) => {
    const { key } = event.data as { key: string };
    const certificate = certificateTable(world).get(key);
    if (certificate?.status !== 'PENDING_VALIDATION') return;
    if (isProven(world, certificate)) {
      certificateTable(world).put(key, { ...certificate, status: 'ISSUED', issuedMs: world.nowMs });
    } else if (world.nowMs - certificate.createdMs >= GIVES_UP_MS) {
      certificateTable(world).put(key, { ...certificate, status: 'VALIDATION_TIMED_OUT' });
    } else {
      // while provisioning, a look that found nothing must not be completed again and again
      world.schedule({
        atMs: world.nowMs + MINUTE_MS,
        kind: event.kind,
        subject: event.subject,
        tick: world.instant,
        data: event.data,
      });
    }
  });
}

function isProven(world: World, certificate: CertificateRecord): boolean {
  return certificate.names.every((name) => {
    const wanted = validationRecord(world.account, name);
    return resolveDns(world, wanted.Name, 'CNAME', { subject: 'acm' })?.answers.includes(wanted.Value) ?? false;
  });
}
