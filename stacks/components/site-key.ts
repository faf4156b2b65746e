import { Key } from '@pulumi/aws/kms/key.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import type { SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** The key of what a site stores: database and recovery points. Its loss is the loss of that site's copies, no other's. */
export class SiteKey extends ComponentResource {
  readonly arn: Output<string>;

  constructor(name: string, place: SitePlace, options: ComponentResourceOptions) {
    super('evenkeel:component:SiteKey', name, {}, options);
    const key = new Key(
      `${name}-key`,
      {
        description: `data of ${place.prefix}`,
        enableKeyRotation: true,
        deletionWindowInDays: LONGEST_WINDOW_DAYS,
        tags: tagsOf(place, 'site-key', place.prefix),
      },
      { parent: this },
    );
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

const LONGEST_WINDOW_DAYS = 30;
