import { type Distinct, distinct, type Resource } from 'evenkeel/policy';

/**
 * The zones that subnets stand in: by name, or by id where the program gives ids, never mixed: `us-east-1a` and `use1-az4` may be
 * one zone, and which name is which id differs from account to account.
 */
export function zonesOf(subnets: readonly Resource[]): Distinct {
  const byName = distinct('zone', subnets, (subnet) => subnet.need('availabilityZone'));
  const byId = distinct('zone', subnets, (subnet) => subnet.need('availabilityZoneId'));
  return byId.open < byName.open ? byId : byName;
}
