import { afterAll, describe, expect, test } from 'vitest';
import type { ServiceName } from '../../../src/twin/call.ts';
import { SERVICE_HANDLERS } from '../../../src/twin/services/index.ts';
import { createWire, type Listener, listen } from '../../../src/twin/wire/index.ts';
import { testWithAws } from '../../support/aws-cli.ts';
import { testWith } from '../../support/external.ts';
import { EAST } from '../../support/network-world.ts';
import { SDK } from '../wire/support.ts';
import { crowd } from './crowd.ts';
import { LISTINGS, type Listing, UNTRIED } from './pages.ts';
import { awsLines, boto3Pages, dashed } from './python-call.ts';
import { SdkClients } from './sdk-call.ts';

const many = crowd();
const listener: Listener = await listen(createWire(many.world.twin.dispatcher), { port: 0 });
const clients = new SdkClients(listener.url);
afterAll(() => {
  clients.destroy();
  return listener.close();
});

test('every modelled operation that the SDK pages through has a row', async () => {
  const paged: string[] = [];
  for (const [service, handlers] of Object.entries(SERVICE_HANDLERS)) {
    const sdk = await SDK[service as ServiceName]();
    for (const name of Object.keys(handlers)) if (sdk[`paginate${name}`]) paged.push(`${service} ${name}`);
  }
  const listed = LISTINGS.map(({ service, operation }) => `${service} ${operation}`);
  // AWS pages these too; the SDK has no paginator for them
  const own = listed.filter((name) => name !== 'events ListTargetsByRule');
  expect([...own, ...UNTRIED].sort()).toEqual(paged.sort());
});

describe.each(LISTINGS)('$service $operation', (listing) => {
  test('gives every item exactly once, in pages of the smallest size, and the token of the last page is none', async () => {
    const pages = await pagesOf(listing, listing.least);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.every((page) => sizeOf(page, listing) <= listing.least)).toBe(true);
    expect(joined(pages, listing)).toEqual(joined(await pagesOf(listing), listing));
  });

  test('the paginator of the SDK ends with the same items', async () => {
    const sdk = await SDK[listing.service]();
    const paginate = sdk[`paginate${listing.operation}`] as Paginate | undefined;
    if (!paginate) return expect(listing.operation).toBe('ListTargetsByRule');
    const client = await clients.client(listing.service, EAST);
    const pages: object[] = [];
    for await (const page of paginate({ client, pageSize: listing.least }, inputOf(listing))) pages.push(page);
    // for ELB the SDK knows no size to ask for
    if (listing.service !== 'elbv2') expect(pages.length).toBeGreaterThan(1);
    expect(joined(pages, listing)).toEqual(joined(await pagesOf(listing), listing));
  });

  test.each(['', 'x', '5', 'MQ', 'MS4wMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA'])(
    'a token that was not given is refused: %j',
    async (token) => {
      const error = await refusal(listing, { [listing.token]: token });
      expect(error).toBe(token === '' && listing.takesEmptyToken ? 'answered' : listing.wrongToken);
    },
  );

  test('the token of another question is refused', async () => {
    const [first] = await pagesOf(listing, listing.least);
    const token = (first as Record<string, string>)[listing.next];
    const other = LISTINGS.find((each) => each.service === listing.service && each !== listing);
    if (!other) return expect(['events', 'kms', 'resourcegroupstaggingapi', 'route53']).toContain(listing.service);
    expect(await refusal(other, { [other.token]: token })).toBe(other.wrongToken);
  });

  test('a page of no size that AWS gives is refused', async () => {
    expect(await refusal(listing, { [listing.size]: listing.least - 1 })).toBe(listing.wrongSize);
  });
});

testWith('boto3', 'botocore’s paginators end with the same items', async () => {
  const listings = LISTINGS.filter(({ operation }) => !NO_PAGINATOR.includes(operation));
  const counts = await boto3Pages(
    listener.url,
    listings.map((each) => ({ ...callOf(each, {}), items: each.items, size: each.least })),
  );
  const expected: [number, boolean][] = [];
  for (const each of listings) expected.push([total(await pagesOf(each), each), true]);
  expect(listings.map(({ operation }, index) => [operation, counts[index]])).toEqual(
    listings.map(({ operation }, index) => [operation, expected[index]]),
  );
});

for (const major of [1, 2] as const) {
  testWithAws(major, 'pages by itself, and an account’s every item is printed', async (aws) => {
    const listings = LISTINGS.filter(({ operation }) => ![...NO_PAGINATOR, 'GetMetricData'].includes(operation));
    const answers = await awsLines(
      aws,
      listings.map((each) => [
        ...['--endpoint-url', listener.url, '--region', EAST, '--output', 'json'],
        ...[each.service, dashed(each.operation), '--cli-input-json', JSON.stringify(inputOf(each))],
        // for ELB, the option of this name is the operation's own and turns paging off
        ...(each.service === 'elbv2' ? [] : ['--page-size', String(each.least)]),
      ]),
    );
    for (const [index, each] of listings.entries()) {
      const { output, error } = answers[index] ?? {};
      expect
        .soft([each.operation, output && total([output], each), error])
        .toEqual([each.operation, total(await pagesOf(each), each), undefined]);
    }
  });
}

/** AWS pages these too; botocore has no paginator for them. */
const NO_PAGINATOR = ['DescribeInstanceRefreshes', 'ListTags', 'ListTargetsByRule'];

type Paginate = (config: object, input: object) => AsyncIterable<object>;

function inputOf({ input }: Listing): object {
  return input?.(many) ?? {};
}

function callOf(listing: Listing, more: object) {
  const { service, operation } = listing;
  return { service, operation, region: EAST, input: { ...inputOf(listing), ...more } };
}

function ask(listing: Listing, more: object): Promise<object> {
  return clients.call(callOf(listing, more));
}

async function refusal(listing: Listing, more: object): Promise<string> {
  return ask(listing, more).then(
    () => 'answered',
    (error: Error & { Code?: string; Error?: { Code?: string } }) => error.Error?.Code ?? error.Code ?? error.name,
  );
}

/** Without a size: as many as the service gives unasked. */
async function pagesOf(listing: Listing, size?: number): Promise<object[]> {
  const pages: object[] = [];
  let token: string | undefined;
  do {
    const page = await ask(listing, {
      ...(size && { [listing.size]: size }),
      ...(token && { [listing.token]: token }),
    });
    pages.push(page);
    token = (page as Record<string, string | undefined>)[listing.next];
  } while (token && pages.length < 500);
  return pages;
}

/** A listing's items: a list, or the entries of a map. */
function itemsOf(page: object, { items }: Listing): unknown[] {
  const found = (page as Record<string, unknown>)[items] ?? [];
  return Array.isArray(found) ? found : Object.entries(found);
}

/** Metric data pages by points, and comes by query. */
function sizeOf(page: object, listing: Listing): number {
  if (listing.operation !== 'GetMetricData') return itemsOf(page, listing).length;
  return (itemsOf(page, listing) as { Values?: unknown[] }[]).flatMap(({ Values }) => Values ?? []).length;
}

function total(pages: readonly object[], listing: Listing): number {
  return pages.reduce((sum, page) => sum + sizeOf(page, listing), 0);
}

function joined(pages: readonly object[], listing: Listing): unknown {
  const items = pages.flatMap((page) => itemsOf(page, listing));
  if (listing.operation !== 'GetMetricData') return items;
  const series = new Map<string, [unknown[], unknown[]]>();
  for (const { Id, Timestamps, Values } of items as { Id: string; Timestamps?: unknown[]; Values?: unknown[] }[]) {
    const [times, values] = series.get(Id) ?? [[], []];
    series.set(Id, [
      [...times, ...(Timestamps ?? [])],
      [...values, ...(Values ?? [])],
    ]);
  }
  return series;
}
