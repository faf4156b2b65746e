import { type Block, type Distinct, distinct, type Resource } from 'evenkeel/policy';
import { SUBNET } from './routes.ts';

/**
 * The zones that subnets stand in: by name, or by id where the program gives ids, never mixed: `us-east-1a` and `use1-az4` may be
 * one zone, and which name is which id differs from account to account.
 */
export function zonesOf(subnets: readonly Resource[]): Distinct {
  const byName = distinct('zone', subnets, (subnet) => subnet.need('availabilityZone'));
  const byId = distinct('zone', subnets, (subnet) => subnet.need('availabilityZoneId'));
  return byId.open < byName.open ? byId : byName;
}

/** The zones of the subnets at a path; where it gives none, those that it names at another. */
export function zonesAt(resource: Block, subnetPath: string, namesPath?: string): Distinct {
  const subnets = resource.toAll(subnetPath, SUBNET);
  if (subnets.length > 0 || namesPath === undefined) return zonesOf(subnets);
  return distinct('zone', resource.list(namesPath), (zone) => zone.text());
}

/** How many zones there are, exactly; undecided where one of them is not known. */
export function countOf(zones: Distinct): number {
  let count = 0;
  while (zones.reaches(count + 1)) count++;
  return count;
}
