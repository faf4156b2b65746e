/**
 * The regions where a site may be, each with the /16 that its networks get by default. The numbers are given once
 * and never change: a site's addresses depend on its region alone, so adding a site moves nobody. A new region takes
 * the next free number. Left out: regions that give new accounts fewer than three zones (us-west-1, observed), and
 * those of which the twin lacks data, where nothing could be rehearsed.
 */
export const REGION_BLOCKS: Readonly<Record<string, number>> = {
  'us-east-1': 16,
  'us-east-2': 17,
  'us-west-2': 18,
  'ca-central-1': 19,
  'sa-east-1': 20,
  'eu-west-1': 21,
  'eu-west-2': 22,
  'eu-west-3': 23,
  'eu-central-1': 24,
  'eu-north-1': 25,
  'ap-northeast-1': 26,
  'ap-northeast-2': 27,
  'ap-northeast-3': 28,
  'ap-southeast-1': 29,
  'ap-southeast-2': 30,
  'ap-south-1': 31,
};

/** The /16 of a region: `10.N.0.0/16`. `undefined` for a region that is not in the table. */
export function defaultCidr(region: string): string | undefined {
  const block = REGION_BLOCKS[region];
  return block === undefined ? undefined : `10.${block}.0.0/16`;
}
