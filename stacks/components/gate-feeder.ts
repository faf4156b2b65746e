import { join, relative } from 'node:path';
import { EventRule } from '@pulumi/aws/cloudwatch/eventRule.js';
import { EventTarget } from '@pulumi/aws/cloudwatch/eventTarget.js';
import { Function as LambdaFunction } from '@pulumi/aws/lambda/function.js';
import { Permission } from '@pulumi/aws/lambda/permission.js';
import {
  asset,
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Input,
  type Output,
} from '@pulumi/pulumi';
import { nameAt, namespaceOf, othersOf, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';
import { siteLog } from './site-log.ts';

/**
 * The function that turns a site's flags into metrics, every minute, sampling several times within it. It runs at the site and dies with it:
 * a lost site claims nothing.
 */
export class GateFeeder extends ComponentResource {
  readonly functionName: Output<string>;

  constructor(name: string, args: GateFeederArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:GateFeeder', name, {}, options);
    const { place } = args;
    const log = `/aws/lambda/${nameAt(place, 'function', 'gate-feeder')}`;
    const group = siteLog(`${name}-log`, { place, keyArn: args.keyArn, log, component: 'gate-feeder' }, this);
    const feeder = feederFunction(`${name}-function`, args, { parent: this, dependsOn: [group] });
    const rule = new EventRule(
      `${name}-rule`,
      {
        name: nameAt(place, 'eventRule', 'gate-feeder'),
        description: `feeds the traffic gate of ${place.prefix}`,
        scheduleExpression: 'rate(1 minute)',
        tags: tagsOf(place, 'gate-feeder'),
      },
      { parent: this },
    );
    const permission = new Permission(
      `${name}-permission`,
      {
        action: 'lambda:InvokeFunction',
        function: feeder.name,
        principal: 'events.amazonaws.com',
        sourceArn: rule.arn,
        statementId: 'schedule',
      },
      { parent: this },
    );
    new EventTarget(
      `${name}-target`,
      { rule: rule.name, arn: feeder.arn, targetId: 'gate-feeder' },
      { parent: this, dependsOn: [permission] },
    );
    this.functionName = feeder.name;
    this.registerOutputs({ functionName: this.functionName });
  }
}

export interface GateFeederArgs {
  readonly place: SitePlace;
  readonly roleArn: Input<string>;
  readonly tableName: Output<string>;
  readonly clusterId: Output<string>;
  readonly keyArn: Output<string>;
}

// relative, as the engine reads it: the state is the same wherever the repository is
const CODE = relative(process.cwd(), join(import.meta.dirname, '..', 'functions', 'gate-feeder'));

function feederFunction(name: string, args: GateFeederArgs, options: CustomResourceOptions): LambdaFunction {
  const { place } = args;
  const { domain } = place.environment;
  const peers = othersOf(place).map((other) => ({ site: other.name, region: other.region }));
  return new LambdaFunction(
    name,
    {
      name: nameAt(place, 'function', 'gate-feeder'),
      description: 'Evenkeel gate-feeder: flags of the traffic gate to metrics',
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      code: new asset.FileArchive(CODE),
      role: args.roleArn,
      // it samples for most of the minute between two runs
      timeout: 60,
      memorySize: 256,
      environment: {
        variables: {
          EVENKEEL_FUNCTION: 'gate-feeder@1',
          GATE_TABLE: args.tableName,
          SITE: place.site.name,
          NAMESPACE: namespaceOf(place),
          SERVICE_URL: `https://${domain.host}${place.system.service.healthPath}`,
          PEERS: JSON.stringify(peers),
          DB_CLUSTER: args.clusterId,
        },
      },
      tags: tagsOf(place, 'gate-feeder'),
    },
    options,
  );
}
