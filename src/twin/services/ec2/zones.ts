import { notModelled } from '../../aws-error.ts';

/**
 * The availability zones that an account sees, by region. AWS names the zones of each account in an order of its own;
 * here `a` is always the zone with the lowest id, so that equal worlds are equal in every account. Letters that new
 * accounts are not given are left out: `b` of ap-northeast-1 and `c` of ca-central-1 (observed), of us-west-1 two zones.
 * The counts: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
const LETTERS: Readonly<Record<string, string>> = {
  'af-south-1': 'abc',
  'ap-east-1': 'abc',
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ap-northeast-3': 'abc',
  'ap-south-1': 'abc',
  'ap-southeast-1': 'abc',
  'ap-southeast-2': 'abc',
  'ca-central-1': 'abd',
  'eu-central-1': 'abc',
  'eu-north-1': 'abc',
  'eu-south-1': 'abc',
  'eu-west-1': 'abc',
  'eu-west-2': 'abc',
  'eu-west-3': 'abc',
  'me-south-1': 'abc',
  'sa-east-1': 'abc',
  'us-east-1': 'abcdef',
  'us-east-2': 'abc',
  'us-west-1': 'ab',
  'us-west-2': 'abcd',
};

export interface Zone {
  readonly name: string;
  readonly id: string;
}

/** The zones of a region in the order of their names. Throws for a region that the twin has no data of. */
export function zonesOf(region: string): readonly Zone[] {
  const letters = LETTERS[region];
  if (letters === undefined) throw notModelled(`the availability zones of ${region}`);
  return [...letters].map((letter, index) => ({
    name: `${region}${letter}`,
    id: `${shortRegion(region)}-az${index + 1}`,
  }));
}

/** The regions whose zones the twin knows, sorted. */
export function knownRegions(): readonly string[] {
  return Object.keys(LETTERS);
}

const DIRECTIONS: Readonly<Record<string, string>> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  central: 'c',
  northeast: 'ne',
  southeast: 'se',
};

/** `use1` of `us-east-1`: how zone ids abbreviate their region. */
function shortRegion(region: string): string {
  const [area, direction, number] = region.split('-');
  return `${area}${DIRECTIONS[direction ?? ''] ?? direction}${number}`;
}
