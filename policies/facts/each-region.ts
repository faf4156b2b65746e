import {
  anyOf,
  attempt,
  every,
  type Finding,
  must,
  type Place,
  type Resource,
  type Scope,
  some,
} from 'evenkeel/policy';
import { absentFromAccount } from './account.ts';

/** That each account has, in each region in which it has anything, a resource of a type that is as wanted. `what` is what it has none of. */
export function inEachRegion(
  estate: Scope,
  type: string,
  what: string,
  isWanted: (resource: Resource) => boolean = () => true,
): Finding {
  const found = estate.all(type);
  if (found.length === 0) return absentFromAccount(estate, `there is no ${what}`);
  const places = estate.places();
  // nothing is there yet whose account could be told
  if (places.length === 0) return some(found, (one) => must(() => isWanted(one), `there is no ${what}`));
  return every(places, (place) => {
    const isThere = () => anyOf(...found.map((one) => () => isIn(one, place) && isWanted(one)));
    return must(isThere, `${place.account} has no ${what} in ${place.region}`);
  });
}

/** An account that nothing tells is taken for the wanted one. */
function isIn(resource: Resource, { account, region }: Place): boolean {
  const own = attempt(() => resource.account);
  return resource.region === region && (!('value' in own) || own.value === account);
}
