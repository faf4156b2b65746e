import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { World } from '../../world.ts';
import type { Ec2 } from './api.ts';
import {
  inRegion,
  type LaunchTemplate,
  type LaunchTemplateVersion,
  launchTemplates,
  launchTemplateVersions,
} from './records.ts';
import { existing, missing } from './refuse.ts';
import { page, select } from './select.ts';
import { tagList, tagsFor } from './tags.ts';
import { onceFor } from './token.ts';

const SIZES = { least: 1, most: 200 };

export const launchTemplateHandlers: Ec2 = {
  CreateLaunchTemplate(input, call) {
    const { world, region } = call;
    const name = input.LaunchTemplateName;
    if (!name) throw missing('LaunchTemplateName');
    const [id = ''] = onceFor(call, input.ClientToken, '', input, () => {
      const other = names(world).get(inRegion(region, name));
      if (other) throw new AwsError('InvalidLaunchTemplateName.AlreadyExistsException', `${other} is named ${name}`);
      const template: LaunchTemplate = {
        id: call.newId('lt-', 17),
        region,
        tags: tagsFor('launch-template', input.TagSpecifications),
        name,
        createdMs: world.nowMs,
        defaultVersion: 1,
        latestVersion: 1,
      };
      launchTemplates(world).put(inRegion(region, template.id), template);
      names(world).put(inRegion(region, name), template.id);
      putVersion(call, template, 1, input.VersionDescription, input.LaunchTemplateData ?? {});
      return [template.id];
    });
    return { LaunchTemplate: describe(existing(launchTemplates(world), region, id, NOT_FOUND), call.account) };
  },

  /** With a source version, what is sent lies over what that says. */
  CreateLaunchTemplateVersion(input, call) {
    const template = templateOf(call, input.LaunchTemplateId, input.LaunchTemplateName);
    const [version = ''] = onceFor(call, input.ClientToken, '', input, () => {
      const latestVersion = (template.numbered ?? template.latestVersion) + 1;
      const source = input.SourceVersion ? versionOrRefuse(call, template, input.SourceVersion).data : {};
      const numbered = { ...template, latestVersion, numbered: latestVersion };
      launchTemplates(call.world).put(inRegion(call.region, template.id), numbered);
      const data = { ...source, ...input.LaunchTemplateData };
      putVersion(call, template, latestVersion, input.VersionDescription, data);
      return [String(latestVersion)];
    });
    const made = launchTemplateVersion(call.world, call.region, template.id, version);
    return { LaunchTemplateVersion: made && describeVersion(made, template, call.account) };
  },

  ModifyLaunchTemplate(input, call) {
    const template = templateOf(call, input.LaunchTemplateId, input.LaunchTemplateName);
    const defaultVersion = Number(input.DefaultVersion ?? template.defaultVersion);
    versionOrRefuse(call, template, String(defaultVersion));
    const changed = { ...template, defaultVersion };
    launchTemplates(call.world).put(inRegion(call.region, template.id), changed);
    return { LaunchTemplate: describe(changed, call.account) };
  },

  DescribeLaunchTemplates(input, call) {
    const named = (input.LaunchTemplateNames ?? []).map((name) => templateOf(call, undefined, name).id);
    const ids = [...(input.LaunchTemplateIds ?? []), ...named];
    const noun = {
      table: launchTemplates(call.world),
      notFound: NOT_FOUND,
      filters: { 'launch-template-name': (template: LaunchTemplate) => [template.name] },
    };
    const { items, next } = page(call, input, select(call, noun, ids, input.Filters), SIZES);
    return { LaunchTemplates: items.map((template) => describe(template, call.account)), NextToken: next };
  },

  DescribeLaunchTemplateVersions(input, call) {
    if (input.Filters?.length || input.MinVersion || input.MaxVersion) {
      throw notModelled('filters and ranges of launch template versions');
    }
    const template = templateOf(call, input.LaunchTemplateId, input.LaunchTemplateName);
    const all = launchTemplateVersions(call.world).values(`${inRegion(call.region, template.id)}/`);
    const versions = input.Versions?.length ? input.Versions.map((each) => versionOrRefuse(call, template, each)) : all;
    const { items, next } = page(call, input, versions, SIZES);
    return {
      LaunchTemplateVersions: items.map((version) => describeVersion(version, template, call.account)),
      NextToken: next,
    };
  },

  /** Answers 200 whatever became of each version: what could not be deleted is in a list of its own. */
  DeleteLaunchTemplateVersions(input, call) {
    const { world, region } = call;
    const template = templateOf(call, input.LaunchTemplateId, input.LaunchTemplateName);
    const name = { LaunchTemplateId: template.id, LaunchTemplateName: template.name };
    const numbers = (input.Versions ?? []).map(Number);
    if (numbers.includes(template.defaultVersion)) {
      throw notModelled(
        'deleting the default version of a launch template, which AWS refuses by a code it does not publish',
      );
    }
    const isThere = (version: number) =>
      launchTemplateVersion(world, region, template.id, String(version)) !== undefined;
    const there = numbers.filter(isThere);
    const missing = numbers.filter((version) => !isThere(version));
    for (const version of there) launchTemplateVersions(world).delete(versionKey(region, template.id, version));
    const rest = launchTemplateVersions(world).values(`${inRegion(region, template.id)}/`);
    const latestVersion = Math.max(...rest.map(({ version }) => version));
    const numbered = template.numbered ?? template.latestVersion;
    launchTemplates(world).put(inRegion(region, template.id), { ...template, latestVersion, numbered });
    return {
      SuccessfullyDeletedLaunchTemplateVersions: there.map((VersionNumber) => ({ ...name, VersionNumber })),
      UnsuccessfullyDeletedLaunchTemplateVersions: missing.map((VersionNumber) => ({
        ...name,
        VersionNumber,
        ResponseError: {
          Code: 'launchTemplateVersionDoesNotExist' as const,
          Message: `there is no version ${VersionNumber}`,
        },
      })),
    };
  },

  DeleteLaunchTemplate(input, call) {
    const { world, region } = call;
    const template = templateOf(call, input.LaunchTemplateId, input.LaunchTemplateName);
    for (const [key] of launchTemplateVersions(world).entries(`${inRegion(region, template.id)}/`)) {
      launchTemplateVersions(world).delete(key);
    }
    launchTemplates(world).delete(inRegion(region, template.id));
    names(world).delete(inRegion(region, template.name));
    return { LaunchTemplate: describe(template, call.account) };
  },
};

/** A template by id or name; `undefined` where there is none. */
export function findLaunchTemplate(
  world: World,
  region: string,
  by: { readonly id?: string | undefined; readonly name?: string | undefined },
): LaunchTemplate | undefined {
  const id = by.id ?? names(world).get(inRegion(region, by.name ?? ''));
  return id === undefined ? undefined : launchTemplates(world).get(inRegion(region, id));
}

/** A version by number, `$Latest` or `$Default` (also where none is named). */
export function launchTemplateVersion(
  world: World,
  region: string,
  templateId: string,
  version: string | undefined,
): LaunchTemplateVersion | undefined {
  const template = launchTemplates(world).get(inRegion(region, templateId));
  if (!template) return undefined;
  if (version === '$Latest') return at(template.latestVersion);
  return at(version === undefined || version === '$Default' ? template.defaultVersion : Number(version));

  function at(wanted: number): LaunchTemplateVersion | undefined {
    return launchTemplateVersions(world).get(versionKey(region, templateId, wanted));
  }
}

const NOT_FOUND = 'InvalidLaunchTemplateId.NotFound';

/** Index of names: keys `region/name`, the value is the id. */
function names(world: World) {
  return world.table<string>('ec2.launch-template-name');
}

function versionKey(region: string, templateId: string, version: number): string {
  return `${inRegion(region, templateId)}/${String(version).padStart(6, '0')}`;
}

function templateOf(call: Call, id: string | undefined, name: string | undefined): LaunchTemplate {
  const template = findLaunchTemplate(call.world, call.region, { id, name });
  if (template) return template;
  if (id !== undefined) throw new AwsError(NOT_FOUND, `there is no ${id} in ${call.region}`);
  const code = 'InvalidLaunchTemplateName.NotFoundException';
  throw new AwsError(code, `there is no launch template named ${name} in ${call.region}`);
}

function versionOrRefuse(call: Call, template: LaunchTemplate, version: string): LaunchTemplateVersion {
  const found = launchTemplateVersion(call.world, call.region, template.id, version);
  if (found) return found;
  throw new AwsError('InvalidLaunchTemplateId.VersionNotFound', `${template.id} has no version ${version}`);
}

function putVersion(
  call: Call,
  template: LaunchTemplate,
  version: number,
  description: string | undefined,
  data: object,
): void {
  launchTemplateVersions(call.world).put(versionKey(call.region, template.id, version), {
    templateId: template.id,
    region: call.region,
    version,
    createdMs: call.world.nowMs,
    ...(description && { description }),
    data: data as Readonly<Record<string, unknown>>,
  });
}

function describe(template: LaunchTemplate, account: string) {
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    CreateTime: new Date(template.createdMs),
    CreatedBy: `arn:aws:iam::${account}:root`,
    DefaultVersionNumber: template.defaultVersion,
    LatestVersionNumber: template.latestVersion,
    Tags: tagList(template.tags),
  };
}

function describeVersion(version: LaunchTemplateVersion, template: LaunchTemplate, account: string) {
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    VersionNumber: version.version,
    VersionDescription: version.description,
    CreateTime: new Date(version.createdMs),
    CreatedBy: `arn:aws:iam::${account}:root`,
    DefaultVersion: version.version === template.defaultVersion,
    LaunchTemplateData: version.data as object,
  };
}
