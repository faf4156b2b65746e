import { HealthCheck } from '@pulumi/aws/route53/healthCheck.js';
import { Record as DnsRecord } from '@pulumi/aws/route53/record.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Input,
  type Output,
} from '@pulumi/pulumi';
import type { SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/**
 * The gate of a site and the record behind it: Route 53 answers with the site while it claims and no other site
 * vetoes it. The law of it is docs/adr/0002-traffic-gate.md. Costs: a health check per site and veto.
 */
export class SiteGate extends ComponentResource {
  readonly healthCheckId: Output<string>;

  constructor(name: string, args: SiteGateArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:SiteGate', name, {}, options);
    const { place, balancer } = args;
    const claim = metricCheck(`${name}-claim`, place, args.claim, 'Unhealthy', { parent: this });
    const vetoes = args.vetoes.map((veto) =>
      metricCheck(`${name}-veto-by-${veto.by}`, place, veto, 'LastKnownStatus', { parent: this }),
    );
    const children = [claim, ...vetoes];
    const gate = new HealthCheck(
      `${name}-open`,
      {
        type: 'CALCULATED',
        childHealthchecks: children.map((check) => check.id),
        childHealthThreshold: children.length,
        tags: tagsOf(place, 'site-gate', `${place.prefix}-open`),
      },
      { parent: this },
    );
    new DnsRecord(
      `${name}-record`,
      {
        zoneId: args.zoneId,
        name: place.environment.domain.host,
        type: 'A',
        setIdentifier: place.site.name,
        weightedRoutingPolicies: [{ weight: 1 }],
        healthCheckId: gate.id,
        // the gate alone decides: an evaluated target would let traffic move by itself
        aliases: [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: false }],
      },
      { parent: this },
    );
    this.healthCheckId = gate.id;
    this.registerOutputs({ healthCheckId: this.healthCheckId });
  }
}

export interface SiteGateArgs {
  readonly place: SitePlace;
  readonly zoneId: Input<string>;
  readonly balancer: { readonly dnsName: Input<string>; readonly zoneId: Input<string> };
  readonly claim: AlarmAddress;
  /** The alarm of each other site that is on while that site vetoes this one. */
  readonly vetoes: readonly (AlarmAddress & { readonly by: string })[];
}

export interface AlarmAddress {
  readonly alarm: Input<string>;
  readonly region: string;
}

function metricCheck(
  name: string,
  place: SitePlace,
  { alarm, region }: AlarmAddress,
  insufficientDataHealthStatus: 'Unhealthy' | 'LastKnownStatus',
  options: CustomResourceOptions,
): HealthCheck {
  return new HealthCheck(
    name,
    {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: alarm,
      cloudwatchAlarmRegion: region,
      insufficientDataHealthStatus,
      tags: tagsOf(place, 'site-gate', `${place.system.system}-${place.environment.name}-${name}`),
    },
    options,
  );
}
