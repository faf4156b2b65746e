import { Group } from '@pulumi/aws/autoscaling/group.js';
import { LaunchTemplate } from '@pulumi/aws/ec2/launchTemplate.js';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Input,
  interpolate,
  type Output,
} from '@pulumi/pulumi';
import { nameAt, type SitePlace } from '../layout/place.ts';
import { fleetSize } from '../layout/sizes.ts';
import { tagsOf } from '../layout/tags.ts';

/** The instances of the service at a site, over its three zones, replaced where the balancer finds them unwell. */
export class Fleet extends ComponentResource {
  readonly groupName: Output<string>;

  constructor(name: string, args: FleetArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:Fleet', name, {}, options);
    const template = launchTemplate(`${name}-template`, args, { parent: this });
    const { place } = args;
    const group = new Group(
      `${name}-group`,
      {
        name: nameAt(place, 'autoScalingGroup'),
        ...fleetSize(place.system.service, place.site),
        vpcZoneIdentifiers: [...args.subnetIds],
        targetGroupArns: [args.targetGroupArn],
        enabledMetrics: ['GroupInServiceInstances'],
        healthCheckType: 'ELB',
        healthCheckGracePeriod: GRACE_SECONDS,
        mixedInstancesPolicy: {
          instancesDistribution: {
            onDemandAllocationStrategy: 'prioritized',
            onDemandPercentageAboveBaseCapacity: 100,
          },
          launchTemplate: {
            launchTemplateSpecification: {
              launchTemplateId: template.id,
              // a number, not $Latest: a refresh to $Latest cannot be rolled back
              version: interpolate`${template.latestVersion}`,
            },
            overrides: place.system.service.instanceTypes.map((instanceType) => ({ instanceType })),
          },
        },
        tags: propagated({ ...tagsOf(place, 'fleet', place.prefix), [PATCH_GROUP]: place.prefix }),
      },
      {
        parent: this,
        // a failover grows the survivor, the way back shrinks it: the size is the site's role, which is state
        ignoreChanges: ['desiredCapacity'],
      },
    );
    this.groupName = group.name;
    this.registerOutputs({ groupName: this.groupName });
  }
}

export interface FleetArgs {
  readonly place: SitePlace;
  readonly subnetIds: readonly Output<string>[];
  readonly securityGroupId: Output<string>;
  readonly targetGroupArn: Output<string>;
  readonly instanceProfileArn: Input<string>;
  /** What an instance finds in `/etc/evenkeel.env`. */
  readonly settings: Readonly<Record<string, Input<string>>>;
}

/** The tag by which Systems Manager finds the hosts of a patch group. */
export const PATCH_GROUP = 'PatchGroup';

/** How long a new instance may be unwell before it is replaced: boot and start of the service. */
const GRACE_SECONDS = 120;

function launchTemplate(name: string, args: FleetArgs, options: CustomResourceOptions): LaunchTemplate {
  const { place } = args;
  return new LaunchTemplate(
    name,
    {
      name: nameAt(place, 'launchTemplate'),
      updateDefaultVersion: true,
      imageId: place.site.image,
      iamInstanceProfile: { arn: args.instanceProfileArn },
      vpcSecurityGroupIds: [args.securityGroupId],
      // IMDSv2 only, and not through a container's or proxy's extra hop
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      userData: userData(args.settings),
      tagSpecifications: [{ resourceType: 'volume', tags: tagsOf(place, 'fleet', place.prefix) }],
      tags: tagsOf(place, 'fleet'),
    },
    options,
  );
}

function userData(settings: FleetArgs['settings']): Output<string> {
  const lines = Object.keys(settings)
    .sort()
    .map((key) => interpolate`${key}=${settings[key] ?? ''}`);
  const text = lines.reduce((before, line) => interpolate`${before}${line}\n`, interpolate`${CLOUD_INIT_START}`);
  return interpolate`${text}${CLOUD_INIT_END}`.apply((script) => Buffer.from(script).toString('base64'));
}

const CLOUD_INIT_START = "#!/bin/sh\nset -eu\numask 077\ncat > /etc/evenkeel.env <<'END'\n";
const CLOUD_INIT_END = 'END\n';

function propagated(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
}
