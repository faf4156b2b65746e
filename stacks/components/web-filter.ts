import { WebAcl } from '@pulumi/aws/wafv2/webAcl.js';
import { WebAclAssociation } from '@pulumi/aws/wafv2/webAclAssociation.js';
import { WebAclLoggingConfiguration } from '@pulumi/aws/wafv2/webAclLoggingConfiguration.js';
import { ComponentResource, type ComponentResourceOptions, type Output } from '@pulumi/pulumi';
import { nameAt, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';
import { siteLog } from './site-log.ts';

/** What the balancer never hears: requests that AWS's own rules know for attacks, and more of them than one address has to send. */
export class WebFilter extends ComponentResource {
  constructor(name: string, args: WebFilterArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:WebFilter', name, {}, options);
    const { place, keyArn } = args;
    const list = new WebAcl(
      `${name}-list`,
      {
        name: nameAt(place, 'webAcl'),
        scope: 'REGIONAL',
        defaultAction: { allow: {} },
        rules: [...MANAGED_GROUPS.map(managedRule), rateRule(MANAGED_GROUPS.length)],
        visibilityConfig: visible('all'),
        tags: tagsOf(place, 'web-filter'),
      },
      { parent: this },
    );
    new WebAclAssociation(`${name}-balancer`, { webAclArn: list.arn, resourceArn: args.balancerArn }, { parent: this });
    // WAF logs to groups whose name begins so, and to no other
    const log = `aws-waf-logs-${place.prefix}`;
    const group = siteLog(`${name}-log`, { place, keyArn, log, component: 'web-filter' }, this);
    new WebAclLoggingConfiguration(
      `${name}-logging`,
      {
        resourceArn: list.arn,
        logDestinationConfigs: [group.arn],
        redactedFields: SECRET_HEADERS.map((header) => ({ singleHeader: { name: header } })),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

export interface WebFilterArgs {
  readonly place: SitePlace;
  readonly balancerArn: Output<string>;
  readonly keyArn: Output<string>;
}

const MANAGED_GROUPS = ['AWSManagedRulesCommonRuleSet', 'AWSManagedRulesKnownBadInputsRuleSet'];
const SECRET_HEADERS = ['authorization', 'cookie'];
/** Requests of one address within five minutes: no person's, and few of a shared address. */
const MOST_REQUESTS = 10_000;

function managedRule(group: string, priority: number) {
  return {
    name: group,
    priority,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name: group } },
    visibilityConfig: visible(group),
  };
}

function rateRule(priority: number) {
  return {
    name: 'rate',
    priority,
    action: { block: {} },
    statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: MOST_REQUESTS, evaluationWindowSec: 300 } },
    visibilityConfig: visible('rate'),
  };
}

function visible(metricName: string) {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}
