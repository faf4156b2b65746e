import type { LaunchTemplate, LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import type { PropertyMap, PropertyValue } from '../../../lib/property.ts';
import type { Adapter, AdapterAws } from '../adapter.ts';
import { gone, optional } from './common.ts';
import { ec2ArnOf, retagEc2, taggedAs } from './ec2-common.ts';
import { apiNames, isMap, likeKnown, pulumiNames, tagMap } from './shape.ts';

/** The twin heeds image, type, groups, profile and tags of what a template says, and keeps the rest. */
export const launchTemplate: Adapter = {
  type: 'aws:ec2/launchTemplate:LaunchTemplate',

  create(inputs, aws) {
    const { LaunchTemplate: made } = aws.call<{ LaunchTemplate: LaunchTemplate }>('ec2', 'CreateLaunchTemplate', {
      LaunchTemplateName: inputs['name'],
      ...optional('VersionDescription', inputs['description']),
      LaunchTemplateData: dataOf(inputs),
      ...taggedAs('launch-template', inputs),
    });
    return made.LaunchTemplateId ?? '';
  },

  read(id, aws, known) {
    const found = gone(
      () =>
        aws.call<{ LaunchTemplates: LaunchTemplate[] }>('ec2', 'DescribeLaunchTemplates', { LaunchTemplateIds: [id] }),
      'InvalidLaunchTemplateId.NotFound',
    );
    const [record] = found?.LaunchTemplates ?? [];
    if (!record) return undefined;
    const latest = aws.call<{ LaunchTemplateVersions: LaunchTemplateVersion[] }>(
      'ec2',
      'DescribeLaunchTemplateVersions',
      {
        LaunchTemplateId: id,
        Versions: ['$Latest'],
      },
    ).LaunchTemplateVersions[0];
    return {
      arn: ec2ArnOf(aws, 'launch-template', id),
      name: record.LaunchTemplateName,
      defaultVersion: record.DefaultVersionNumber,
      latestVersion: record.LatestVersionNumber,
      description: latest?.VersionDescription,
      ...toldData(latest?.LaunchTemplateData ?? {}, known),
      tags: tagMap(record.Tags),
    };
  },

  update(id, change, aws) {
    const { after, changed } = change;
    const hasNewVersion = ['description', ...DATA].some((name) => changed.has(name));
    if (hasNewVersion) {
      aws.call('ec2', 'CreateLaunchTemplateVersion', {
        LaunchTemplateId: id,
        ...optional('VersionDescription', after['description']),
        LaunchTemplateData: dataOf(after),
      });
    }
    if (after['updateDefaultVersion'] === true) setDefault(aws, id, latestVersion(aws, id));
    else if (changed.has('defaultVersion') && after['defaultVersion'] !== undefined) {
      setDefault(aws, id, String(after['defaultVersion']));
    }
    retagEc2(aws, id, change);
  },

  delete(id, _state, aws) {
    aws.call('ec2', 'DeleteLaunchTemplate', { LaunchTemplateId: id });
  },
};

/** The inputs that make up a version. */
const DATA = [
  'blockDeviceMappings',
  'capacityReservationSpecification',
  'cpuOptions',
  'creditSpecification',
  'disableApiStop',
  'disableApiTermination',
  'ebsOptimized',
  'enclaveOptions',
  'hibernationOptions',
  'iamInstanceProfile',
  'imageId',
  'instanceInitiatedShutdownBehavior',
  'instanceMarketOptions',
  'instanceRequirements',
  'instanceType',
  'kernelId',
  'keyName',
  'licenseSpecifications',
  'maintenanceOptions',
  'metadataOptions',
  'monitoring',
  'networkInterfaces',
  'networkPerformanceOptions',
  'placement',
  'privateDnsNameOptions',
  'ramDiskId',
  'securityGroupNames',
  'tagSpecifications',
  'userData',
  'vpcSecurityGroupIds',
];

/** Where the API has another name than the input with a capital. */
const RENAMED = {
  securityGroups: 'Groups',
  vpcSecurityGroupIds: 'SecurityGroupIds',
  securityGroupNames: 'SecurityGroups',
};

function dataOf(inputs: PropertyMap): PropertyValue {
  const given = DATA.filter((name) => inputs[name] !== undefined).map((name) => [name, inputs[name]] as const);
  const { tagSpecifications, ...rest } = Object.fromEntries(given);
  return {
    ...(apiNames(flags(rest as PropertyMap), RENAMED) as PropertyMap),
    ...(Array.isArray(tagSpecifications) && { TagSpecifications: tagSpecifications.map(apiTags) }),
  };
}

function toldData(data: object, known: PropertyMap): Record<string, PropertyValue | undefined> {
  const { TagSpecifications, ...rest } = data as { TagSpecifications?: ApiTags[] };
  const told = pulumiNames(rest, RENAMED) as PropertyMap;
  const tagSpecifications = TagSpecifications?.map(({ ResourceType, Tags }) => ({
    resourceType: ResourceType ?? '',
    tags: tagMap(Tags),
  }));
  const all: PropertyMap = { ...told, ...(tagSpecifications && { tagSpecifications }) };
  return Object.fromEntries(DATA.map((name) => [name, likeKnown(all[name], known[name])]));
}

interface ApiTags {
  readonly ResourceType?: string;
  readonly Tags?: readonly { Key?: string; Value?: string }[];
}

function apiTags(specification: PropertyValue): PropertyValue {
  const { resourceType, tags } = isMap(specification) ? specification : {};
  const given = isMap(tags) ? tags : {};
  return {
    ResourceType: resourceType,
    Tags: Object.keys(given)
      .sort()
      .map((Key) => ({ Key, Value: given[Key] })),
  };
}

/** Texts `true` and `false` as booleans: the provider keeps some of them as text. */
function flags(value: PropertyValue): PropertyValue {
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(flags);
  return Object.fromEntries(Object.entries(value as PropertyMap).map(([name, item]) => [name, flags(item ?? null)]));
}

function latestVersion(aws: AdapterAws, id: string): string {
  const { LaunchTemplates } = aws.call<{ LaunchTemplates: LaunchTemplate[] }>('ec2', 'DescribeLaunchTemplates', {
    LaunchTemplateIds: [id],
  });
  return String(LaunchTemplates[0]?.LatestVersionNumber);
}

function setDefault(aws: AdapterAws, id: string, version: string): void {
  aws.call('ec2', 'ModifyLaunchTemplate', { LaunchTemplateId: id, DefaultVersion: version });
}
