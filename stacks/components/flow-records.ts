import { FlowLog } from '@pulumi/aws/ec2/flowLog.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import type { SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';
import { siteLog } from './site-log.ts';

/** Who spoke to whom in a site's network, let through or refused. Costs: by volume, at any traffic. */
export class FlowRecords extends ComponentResource {
  constructor(name: string, args: FlowRecordsArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:FlowRecords', name, {}, options);
    const { place, keyArn } = args;
    const log = `/evenkeel/${place.prefix}/flows`;
    const group = siteLog(`${name}-log`, { place, keyArn, log, component: 'flow-records' }, this);
    new FlowLog(
      `${name}-flows`,
      {
        vpcId: args.vpcId,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: group.arn,
        iamRoleArn: args.roleArn,
        maxAggregationInterval: 600,
        tags: tagsOf(place, 'flow-records', place.prefix),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

export interface FlowRecordsArgs {
  readonly place: SitePlace;
  readonly vpcId: Output<string>;
  readonly keyArn: Output<string>;
  readonly roleArn: Input<string>;
}
