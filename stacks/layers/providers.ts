import { getAvailabilityZones } from '@pulumi/aws/getAvailabilityZones.js';
import { getCallerIdentity } from '@pulumi/aws/getCallerIdentity.js';
import { Provider } from '@pulumi/aws/provider.js';
import { type Environment, EvenkeelError, type Site } from 'evenkeel/system';

/** The provider of a site's region. Every resource names the one it is made by. */
export function providerOf(site: Site): Provider {
  return new Provider(`aws-${site.name}`, { region: site.region });
}

/** The provider of a region, for what belongs to no site. */
export function regionalProvider(region: string): Provider {
  return new Provider(`aws-${region}`, { region });
}

/** Stops before anything is made where the credentials are those of another account. */
export async function checkAccount(environment: Environment, provider: Provider): Promise<void> {
  const { accountId } = await getCallerIdentity({}, { provider });
  if (accountId === environment.account) return;
  throw new EvenkeelError({
    code: 'stack.account',
    message: `environment ${environment.name} belongs to another account than the credentials`,
    found: accountId,
    allowed: environment.account,
    next: "use that account's credentials, or correct the system file",
  });
}

/** Stops before anything is made where the account has not all zones that the site names. */
export async function checkZones(site: Site, provider: Provider): Promise<void> {
  const { names } = await getAvailabilityZones({ state: 'available' }, { provider });
  const missing = site.zones.filter((zone) => !names.includes(zone));
  if (missing.length === 0) return;
  throw new EvenkeelError({
    code: 'stack.zone',
    message: `site ${site.name} names zones that are not available to the account`,
    found: missing.join(', '),
    allowed: [...names].sort().join(', '),
    next: 'choose three of these in the system file',
  });
}
