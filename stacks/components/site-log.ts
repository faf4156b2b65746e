import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import type { Input, Output, Resource } from '@pulumi/pulumi';
import { nameOf } from '../layout/names.ts';
import type { SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/**
 * A log group of a site, kept for a year under the site's key. One that a service writes into has that service's name for it, and is
 * there before the service would make one without key or end.
 */
export function siteLog(name: string, { place, keyArn, log, component }: SiteLogArgs, parent: Resource): LogGroup {
  return new LogGroup(
    name,
    {
      name: nameOf('logGroup', log),
      retentionInDays: KEPT_DAYS,
      kmsKeyId: keyArn,
      tags: tagsOf(place, component),
    },
    { parent },
  );
}

export interface SiteLogArgs {
  readonly place: SitePlace;
  readonly keyArn: Output<string> | Input<string>;
  /** The group's name. */
  readonly log: string;
  /** Of the tags. */
  readonly component: string;
}

const KEPT_DAYS = 365;
