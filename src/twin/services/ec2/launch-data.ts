import { AwsError, notModelled } from '../../aws-error.ts';
import type { World } from '../../world.ts';
import { findLaunchTemplate, launchTemplateVersion } from './launch-templates.ts';
import type { Tags } from './records.ts';
import { missing } from './refuse.ts';
import { tagsFor } from './tags.ts';

/** What of a launch template or of RunInstances decides how an instance comes to be. */
export interface LaunchData {
  readonly imageId: string;
  readonly instanceType: string;
  readonly groupIds: readonly string[];
  readonly subnetId?: string | undefined;
  readonly profile?: { readonly Arn?: string | undefined; readonly Name?: string | undefined } | undefined;
  readonly keyName?: string | undefined;
  readonly terminationProtected: boolean;
  readonly tags: Tags;
}

export interface TemplateReference {
  readonly LaunchTemplateId?: string | undefined;
  readonly LaunchTemplateName?: string | undefined;
  readonly Version?: string | undefined;
}

/** The part of the API's launch members that is heeded. The rest (user data, devices, metadata options) is kept, unheeded. */
export interface SentLaunchData {
  readonly ImageId?: string | undefined;
  readonly InstanceType?: string | undefined;
  readonly SecurityGroupIds?: readonly string[] | undefined;
  readonly SubnetId?: string | undefined;
  readonly NetworkInterfaces?:
    | readonly { Groups?: readonly string[] | undefined; SubnetId?: string | undefined }[]
    | undefined;
  readonly IamInstanceProfile?: LaunchData['profile'];
  readonly KeyName?: string | undefined;
  readonly DisableApiTermination?: boolean | undefined;
  readonly TagSpecifications?: Parameters<typeof tagsFor>[1];
  readonly InstanceRequirements?: unknown;
}

/** What is sent, over what the launch template says. Throws `MissingParameter` without an image or a type. */
export function launchDataOf(
  world: World,
  region: string,
  template: TemplateReference | undefined,
  sent: SentLaunchData,
): LaunchData {
  const kept = template ? templateData(world, region, template) : {};
  const data = { ...kept, ...withoutUndefined(sent) };
  if (data.InstanceRequirements) throw notModelled('instance requirements (attribute-based choice of types)');
  if (!data.ImageId) throw missing('ImageId');
  if (!data.InstanceType) throw missing('InstanceType');
  const first = data.NetworkInterfaces?.[0];
  return {
    imageId: data.ImageId,
    instanceType: data.InstanceType,
    groupIds: first?.Groups ?? data.SecurityGroupIds ?? [],
    subnetId: data.SubnetId ?? first?.SubnetId,
    profile: data.IamInstanceProfile,
    keyName: data.KeyName,
    terminationProtected: data.DisableApiTermination ?? false,
    tags: {
      ...tagsFor('instance', kept.TagSpecifications),
      ...tagsFor('instance', sent.TagSpecifications),
    },
  };
}

function templateData(world: World, region: string, reference: TemplateReference): SentLaunchData {
  const template = findLaunchTemplate(world, region, {
    id: reference.LaunchTemplateId,
    name: reference.LaunchTemplateName,
  });
  const name = reference.LaunchTemplateId ?? reference.LaunchTemplateName;
  if (!template) throw new AwsError('InvalidLaunchTemplateId.NotFound', `there is no launch template ${name}`);
  const version = launchTemplateVersion(world, region, template.id, reference.Version);
  if (!version) {
    throw new AwsError('InvalidLaunchTemplateId.VersionNotFound', `${template.id} has no version ${reference.Version}`);
  }
  return version.data as SentLaunchData;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
