import { Plan } from '@pulumi/aws/backup/plan.js';
import { Selection } from '@pulumi/aws/backup/selection.js';
import { ComponentResource, type ComponentResourceOptions, type Input } from '@pulumi/pulumi';
import { nameAt, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/** The recovery points of what a site stores, with a copy in the vault of every other site. Costs: storage at each. */
export class BackupPlan extends ComponentResource {
  constructor(name: string, args: BackupPlanArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:BackupPlan', name, {}, options);
    const { place } = args;
    const { schedule, retentionDays } = place.system.backup;
    const lifecycle = { deleteAfter: retentionDays };
    const plan = new Plan(
      `${name}-plan`,
      {
        name: nameAt(place, 'backupPlan'),
        rules: [
          {
            ruleName: 'scheduled',
            targetVaultName: args.vaultName,
            schedule,
            startWindow: 60,
            completionWindow: 180,
            lifecycle,
            copyActions: args.copyTo.map((destinationVaultArn) => ({ destinationVaultArn, lifecycle })),
            recoveryPointTags: tagsOf(place, 'backup-plan'),
          },
        ],
        tags: tagsOf(place, 'backup-plan'),
      },
      { parent: this },
    );
    new Selection(
      `${name}-selection`,
      {
        name: nameAt(place, 'backupSelection', 'stores'),
        planId: plan.id,
        iamRoleArn: args.roleArn,
        resources: [...args.storeArns],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

export interface BackupPlanArgs {
  readonly place: SitePlace;
  readonly vaultName: Input<string>;
  /** ARNs of the cluster and of the gate's flags. */
  readonly storeArns: readonly Input<string>[];
  readonly roleArn: Input<string>;
  /** ARNs of the vaults of other sites. */
  readonly copyTo: readonly Input<string>[];
}
