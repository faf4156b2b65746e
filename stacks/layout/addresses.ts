import { formatCidr, parseCidr } from 'evenkeel/system';

export type SubnetKind = 'public' | 'private' | 'data';

export interface SubnetPlan {
  readonly kind: SubnetKind;
  readonly zone: string;
  /** The zone's last letter: what the subnet's name ends in. */
  readonly letter: string;
  readonly cidr: string;
}

/**
 * The subnets of a /16: each zone has a /19 of its own by its place in the list, so that a zone added at the end moves
 * nobody. Within it: private a /20, public and data a /22 each; the last /21 is spare. Throws for more than 8 zones
 * and for a block that is no /16.
 */
export function subnetsOf(cidr: string, zones: readonly string[]): readonly SubnetPlan[] {
  const block = parseCidr(cidr);
  if (block?.prefix !== 16) throw new Error(`broken invariant: a site's network is a /16, not ${cidr}`);
  if (zones.length > MOST_ZONES) throw new Error(`broken invariant: at most ${MOST_ZONES} zones, not ${zones.length}`);
  return zones.flatMap((zone, place) =>
    KINDS.map(({ kind, offset, prefix }) => ({
      kind,
      zone,
      letter: zone.slice(-1),
      cidr: formatCidr(block.first + place * ADDRESSES_OF_ZONE + offset, prefix),
    })),
  );
}

const MOST_ZONES = 8;
const ADDRESSES_OF_ZONE = 2 ** 13;
const KINDS = [
  { kind: 'private', offset: 0, prefix: 20 },
  { kind: 'public', offset: 2 ** 12, prefix: 22 },
  { kind: 'data', offset: 2 ** 12 + 2 ** 10, prefix: 22 },
] as const;
