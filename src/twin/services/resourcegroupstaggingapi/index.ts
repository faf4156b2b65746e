import type { GetResourcesInput, TagFilter } from '@aws-sdk/client-resource-groups-tagging-api';
import { AwsError, notModelled } from '../../aws-error.ts';
import type { Handlers } from '../../call.ts';
import { type Paging, pageOf } from '../page.ts';
import { tagList } from '../tag-list.ts';
import type { TaggedResource } from '../tagged.ts';
import { listedIn } from './records.ts';

/**
 * The Resource Groups Tagging API as far as it finds resources: a Region's resources that have tags or once had some, and those that are
 * gone for some hours more (seen in aws/aws-sdk#676 and boto/boto3#3341). Compliance with tag policies is not modelled; nor are
 * TagResources and UntagResources: the services' own operations set tags.
 */
export const resourcegroupstaggingapi: Handlers<typeof import('@aws-sdk/client-resource-groups-tagging-api')> = {
  GetResources(input, call) {
    refuse(input);
    const { ResourceARNList: arns, ResourceTypeFilters: types = [], TagFilters: filters = [] } = input;
    const found = listedIn(call.world, call.region).filter(
      (resource) =>
        (arns === undefined || arns.includes(resource.arn)) &&
        (types.length === 0 || types.some((type) => isOfType(resource.arn, type))) &&
        filters.every((filter) => matches(resource, filter)),
    );
    const { PaginationToken, ...question } = input;
    const { items, next } = pageOf(call, { ...question, ...tokenOf(PaginationToken) }, found, PAGES);
    return {
      PaginationToken: next ?? '',
      ResourceTagMappingList: items.map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tagList(tags) })),
    };
  },

  GetTagKeys(input, call) {
    const keys = new Set(listedIn(call.world, call.region).flatMap(({ tags }) => Object.keys(tags)));
    const { items, next } = pageOf(call, tokenOf(input.PaginationToken), [...keys].sort(), KEY_PAGES);
    return { PaginationToken: next ?? '', TagKeys: items };
  },

  GetTagValues(input, call) {
    const key = input.Key ?? '';
    const asked = { Key: key, ...tokenOf(input.PaginationToken) };
    const values = new Set(
      listedIn(call.world, call.region).flatMap(({ tags }) => (Object.hasOwn(tags, key) ? [tags[key] ?? ''] : [])),
    );
    const { items, next } = pageOf(call, asked, [...values].sort(), KEY_PAGES);
    return { PaginationToken: next ?? '', TagValues: items };
  },
};

/** API reference, GetResources. How many come without a wish is not documented. */
const PAGES = {
  size: 'ResourcesPerPage',
  token: 'PaginationToken',
  least: 1,
  most: 100,
  usual: 50,
  wrongSize: 'InvalidParameterException',
  wrongToken: 'InvalidParameterException',
} as const;
/** The caller cannot choose a size. */
const KEY_PAGES: Paging<never, 'PaginationToken'> = {
  token: 'PaginationToken',
  least: 1,
  most: 100,
  usual: 100,
  wrongSize: 'InvalidParameterException',
  wrongToken: 'InvalidParameterException',
};

/** An empty token is none: the first page is asked for with it, and the last page answers it. */
function tokenOf(token: string | undefined): { PaginationToken?: string } {
  return token ? { PaginationToken: token } : {};
}

function refuse(input: GetResourcesInput): void {
  if (input.TagsPerPage !== undefined) throw notModelled('GetResources with TagsPerPage');
  if (input.IncludeComplianceDetails || input.ExcludeCompliantResources) throw notModelled('tag policies');
  const pages = [input.ResourcesPerPage, input.PaginationToken];
  if (input.ResourceARNList && (input.TagFilters || input.ResourceTypeFilters || pages.some(Boolean))) {
    throw new AwsError('InvalidParameterException', 'ResourceARNList goes with no filter and no page');
  }
  const limits: readonly [string, number, number][] = [
    ['ResourceARNList', input.ResourceARNList?.length ?? 0, 100],
    ['ResourceTypeFilters', input.ResourceTypeFilters?.length ?? 0, 100],
    ['TagFilters', input.TagFilters?.length ?? 0, 50],
    ...(input.TagFilters ?? []).map((filter): [string, number, number] => [
      `the values of ${filter.Key}`,
      filter.Values?.length ?? 0,
      20,
    ]),
  ];
  for (const [what, count, most] of limits) {
    if (count > most) throw new AwsError('InvalidParameterException', `${what} are ${count}, at most ${most}`);
  }
}

function matches({ tags }: TaggedResource, { Key = '', Values }: TagFilter): boolean {
  if (!Object.hasOwn(tags, Key)) return false;
  return !Values?.length || Values.includes(tags[Key] ?? '');
}

/** `ec2`, or `ec2:instance`: service and resource type as they stand in the ARN. */
function isOfType(arn: string, filter: string): boolean {
  const [, , service, , , ...resource] = arn.split(':');
  const [wanted, ...type] = filter.split(':');
  if (service !== wanted) return false;
  const named = resource.join(':');
  const kind = type.join(':');
  return kind === '' || named === kind || named.startsWith(`${kind}/`) || named.startsWith(`${kind}:`);
}
