import { RestoreTestingPlan } from '@pulumi/aws/backup/restoreTestingPlan.js';
import { RestoreTestingSelection } from '@pulumi/aws/backup/restoreTestingSelection.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import { nameOf } from '../layout/names.ts';
import type { SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** Restores the latest point of each of a site's stores once a month, and deletes what it restored. Costs: what is restored, for a day. */
export class RestoreTesting extends ComponentResource {
  constructor(name: string, args: RestoreTestingArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:RestoreTesting', name, {}, options);
    const { place } = args;
    const plan = new RestoreTestingPlan(
      `${name}-plan`,
      {
        name: nameIn(place),
        // after the day's backup
        scheduleExpression: 'cron(0 9 1 * ? *)',
        scheduleExpressionTimezone: 'UTC',
        startWindowHours: 8,
        recoveryPointSelection: {
          algorithm: 'LATEST_WITHIN_WINDOW',
          includeVaults: [args.vaultArn],
          recoveryPointTypes: ['SNAPSHOT'],
          selectionWindowDays: 7,
        },
        tags: tagsOf(place, 'restore-testing'),
      },
      { parent: this },
    );
    for (const { label, type, arn } of args.stores) {
      new RestoreTestingSelection(
        `${name}-${label}`,
        {
          name: nameIn(place, label),
          restoreTestingPlanName: plan.name,
          protectedResourceType: type,
          protectedResourceArns: [arn],
          iamRoleArn: args.roleArn,
          validationWindowHours: 24,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

export interface RestoreTestingArgs {
  readonly place: SitePlace;
  readonly vaultArn: Input<string>;
  readonly roleArn: Input<string>;
  /** By the type that AWS Backup has for each. */
  readonly stores: readonly { readonly label: string; readonly type: string; readonly arn: Input<string> }[];
}

/** AWS Backup takes letters, digits and underscores alone. */
function nameIn({ prefix }: SitePlace, ...parts: readonly string[]): string {
  return nameOf('restoreTesting', prefix, ...parts).replaceAll('-', '_');
}
