import { getZoneOutput } from '@pulumi/aws/route53/getZone.js';
import { Zone as HostedZone } from '@pulumi/aws/route53/zone.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { Place } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** The hosted zone of the public name: created here, or looked up where it exists already. */
export class Zone extends ComponentResource {
  readonly zoneId: Output<string>;
  readonly nameServers: Output<string[]>;

  constructor(name: string, place: Place, options: ComponentResourceOptions) {
    super('evenkeel:component:Zone', name, {}, options);
    const { zone, zoneExists } = place.environment.domain;
    if (zoneExists) {
      const found = getZoneOutput({ name: zone, privateZone: false }, { parent: this });
      this.zoneId = found.zoneId;
      this.nameServers = found.nameServers;
    } else {
      const unprotected = place.unprotected.has(`${name}-zone`);
      const created = new HostedZone(
        `${name}-zone`,
        { name: zone, comment: `${place.system.title}, ${place.environment.name}`, tags: tagsOf(place, 'zone') },
        { parent: this, protect: !unprotected },
      );
      this.zoneId = created.zoneId;
      this.nameServers = created.nameServers;
    }
    this.registerOutputs({ zoneId: this.zoneId });
  }
}
