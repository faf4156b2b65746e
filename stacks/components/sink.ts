import { Record as DnsRecord } from '@pulumi/aws/route53/record.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import type { Place } from '../layout/place.ts';

/**
 * What the public name answers while no site may: an address that nobody has (RFC 5737). Without it Route 53 would
 * answer with all sites where none is healthy.
 */
export class Sink extends ComponentResource {
  constructor(
    name: string,
    args: { readonly place: Place; readonly zoneId: Input<string> },
    options: ComponentResourceOptions,
  ) {
    super('evenkeel:component:Sink', name, {}, options);
    new DnsRecord(
      `${name}-record`,
      {
        zoneId: args.zoneId,
        name: args.place.environment.domain.host,
        type: 'A',
        setIdentifier: 'sink',
        // answered only where every record of weight is unhealthy; no health check of its own
        weightedRoutingPolicies: [{ weight: 0 }],
        records: ['192.0.2.1'],
        ttl: SHORT_TTL_SECONDS,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** A client that met the sink asks again soon. */
const SHORT_TTL_SECONDS = 10;
