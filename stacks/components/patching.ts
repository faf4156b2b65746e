import { MaintenanceWindow } from '@pulumi/aws/ssm/maintenanceWindow.js';
import { MaintenanceWindowTarget } from '@pulumi/aws/ssm/maintenanceWindowTarget.js';
import { MaintenanceWindowTask } from '@pulumi/aws/ssm/maintenanceWindowTask.js';
import { PatchBaseline } from '@pulumi/aws/ssm/patchBaseline.js';
import { PatchGroup } from '@pulumi/aws/ssm/patchGroup.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { indexOf, nameAt, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';
import { windowsOf } from '../layout/windows.ts';
import { PATCH_GROUP } from './fleet.ts';

/** Security patches of the hosts between two images: once a week, a quarter of them at a time, critical ones within the week. */
export class Patching extends ComponentResource {
  constructor(name: string, place: SitePlace, options: ComponentResourceOptions) {
    super('evenkeel:component:Patching', name, {}, options);
    const baseline = this.#baseline(`${name}-baseline`, place);
    new PatchGroup(`${name}-group`, { baselineId: baseline.id, patchGroup: place.prefix }, { parent: this });
    const window = new MaintenanceWindow(
      `${name}-window`,
      {
        name: nameAt(place, 'patchWindow', 'patches'),
        schedule: windowsOf(indexOf(place)).patches,
        scheduleTimezone: 'UTC',
        duration: 2,
        cutoff: 1,
        tags: tagsOf(place, 'patching'),
      },
      { parent: this },
    );
    const target = new MaintenanceWindowTarget(
      `${name}-hosts`,
      {
        windowId: window.id,
        name: nameAt(place, 'patchWindow', 'hosts'),
        resourceType: 'INSTANCE',
        targets: [{ key: `tag:${PATCH_GROUP}`, values: [place.prefix] }],
      },
      { parent: this },
    );
    new MaintenanceWindowTask(
      `${name}-install`,
      {
        windowId: window.id,
        taskType: 'RUN_COMMAND',
        taskArn: 'AWS-RunPatchBaseline',
        priority: 1,
        maxConcurrency: '25%',
        maxErrors: '1',
        targets: [{ key: 'WindowTargetIds', values: [target.id] }],
        taskInvocationParameters: {
          runCommandParameters: { parameters: [{ name: 'Operation', values: ['Install'] }], timeoutSeconds: 3600 },
        },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }

  #baseline(name: string, place: SitePlace): PatchBaseline {
    return new PatchBaseline(
      name,
      {
        name: nameAt(place, 'patchBaseline'),
        description: `security patches of ${place.prefix}`,
        operatingSystem: 'AMAZON_LINUX_2023',
        approvalRules: [
          {
            approveAfterDays: 3,
            complianceLevel: 'CRITICAL',
            patchFilters: [
              { key: 'CLASSIFICATION', values: ['Security'] },
              { key: 'SEVERITY', values: ['Critical', 'Important'] },
            ],
          },
          {
            approveAfterDays: 7,
            complianceLevel: 'MEDIUM',
            patchFilters: [{ key: 'CLASSIFICATION', values: ['Security', 'Bugfix'] }],
          },
        ],
        tags: tagsOf(place, 'patching'),
      },
      { parent: this },
    );
  }
}
