/**
 * The regions where a site may be, each with the /16 that its networks get by default. The numbers are given once
 * and never change: a site's addresses depend on its region alone, so adding a site moves nobody. A new region takes
 * the next free number. Regions that give new accounts fewer than three zones are left out (us-west-1, observed).
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
  'eu-south-1': 26,
  'ap-northeast-1': 27,
  'ap-northeast-2': 28,
  'ap-northeast-3': 29,
  'ap-southeast-1': 30,
  'ap-southeast-2': 31,
  'ap-south-1': 32,
  'ap-east-1': 33,
  'me-south-1': 34,
  'af-south-1': 35,
};

/** The /16 of a region: `10.N.0.0/16`. `undefined` for a region that is not in the table. */
export function defaultCidr(region: string): string | undefined {
  const block = REGION_BLOCKS[region];
  return block === undefined ? undefined : `10.${block}.0.0/16`;
}
