import { notModelled } from '../../aws-error.ts';
import type { Ec2 } from './api.ts';
import { invalid } from './refuse.ts';
import { zonesOf } from './zones.ts';

/** What an account sees of a region. */
export const placeHandlers: Ec2 = {
  /** Availability zones only: local and wavelength zones are not modelled. All are always `available`. */
  DescribeAvailabilityZones(input, call) {
    const named = input.ZoneNames ?? [];
    const ids = input.ZoneIds ?? [];
    const all = zonesOf(call.region);
    const unknown = [...named, ...ids].find((each) => !all.some((zone) => zone.name === each || zone.id === each));
    if (unknown !== undefined) throw invalid(`${unknown} is no zone of ${call.region}`);
    const wanted = all.filter(
      (zone) => named.length + ids.length === 0 || named.includes(zone.name) || ids.includes(zone.id),
    );
    const passes = (input.Filters ?? []).map((filter) => filterOf(filter.Name ?? '', filter.Values ?? [], call.region));
    return {
      AvailabilityZones: wanted
        .filter((zone) => passes.every((pass) => pass(zone.name, zone.id)))
        .map((zone) => ({
          ZoneName: zone.name,
          ZoneId: zone.id,
          RegionName: call.region,
          GroupName: `${call.region}-zg-1`,
          NetworkBorderGroup: call.region,
          ZoneType: 'availability-zone',
          State: 'available',
          OptInStatus: 'opt-in-not-required',
          Messages: [],
        })),
    };
  },

  DescribeAccountAttributes(input) {
    const all = { 'supported-platforms': 'VPC', 'default-vpc': 'none' };
    const wanted = input.AttributeNames ?? (Object.keys(all) as (keyof typeof all)[]);
    return {
      AccountAttributes: wanted.map((name) => {
        const value = all[name as keyof typeof all];
        if (value === undefined) throw notModelled(`the account attribute ${name}`);
        return { AttributeName: name, AttributeValues: [{ AttributeValue: value }] };
      }),
    };
  },
};

function filterOf(name: string, values: readonly string[], region: string): (zone: string, id: string) => boolean {
  switch (name) {
    case 'zone-name':
      return (zone) => values.includes(zone);
    case 'zone-id':
      return (_zone, id) => values.includes(id);
    case 'state':
      return () => values.includes('available');
    case 'region-name':
      return () => values.includes(region);
    case 'zone-type':
      return () => values.includes('availability-zone');
    case 'opt-in-status':
      return () => values.includes('opt-in-not-required');
    default:
      throw notModelled(`the filter ${name} of availability zones`);
  }
}
