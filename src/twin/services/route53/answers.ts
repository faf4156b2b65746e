import type { Handlers } from '../../call.ts';
import { resolveDns } from './dns.ts';
import { findZone } from './zones.ts';

/** What the name servers answer, asked over the API. */
export const answers: Handlers<typeof import('@aws-sdk/client-route-53')> = {
  TestDNSAnswer(input, call) {
    const zone = findZone(call, input.HostedZoneId);
    const subject = input.ResolverIP ?? 'TestDNSAnswer';
    const answer = resolveDns(call.world, input.RecordName ?? '', input.RecordType ?? '', { subject, zoneId: zone.id });
    return {
      Nameserver: zone.nameServers[0],
      RecordName: input.RecordName,
      RecordType: input.RecordType,
      RecordData: [...(answer?.answers ?? [])],
      ResponseCode: answer ? 'NOERROR' : 'NXDOMAIN',
      Protocol: 'UDP',
    };
  },
};
