import type { FoundStack, Site } from 'evenkeel/system';
import { BackupPlan } from '../components/backup-plan.ts';
import { RestoreTesting } from '../components/restore-testing.ts';
import { Sink } from '../components/sink.ts';
import { SiteGate } from '../components/site-gate.ts';
import { placeAt, placeOf } from '../layout/place.ts';
import type { BaseOutputs } from './base.ts';
import { Left, stackOf } from './left.ts';
import type { Outputs } from './outputs.ts';
import { checkAccount, providerOf } from './providers.ts';
import type { SiteOutputs } from './site.ts';

/** What people read from link. */
export interface LinkOutputs {
  readonly url: string;
  /** By site: the health check that opens its gate. */
  readonly gates: Record<string, string>;
}

/** What binds the sites: the gate and record of each, the sink, the backup plans with their copies. */
export async function link(found: FoundStack, unprotected: ReadonlySet<string>): Promise<Outputs<LinkOutputs>> {
  const place = placeOf(found, unprotected);
  const { domain } = found.environment;
  const base = new Left<BaseOutputs>(found.spec, stackOf(found, 'base'));
  const sites = found.environment.sites.map((site): LinkedSite => {
    const left = new Left<SiteOutputs>(found.spec, stackOf(found, 'site', site.name));
    return { site, options: { providers: [providerOf(site)] }, left };
  });
  for (const { options } of sites.slice(0, 1)) await checkAccount(found.environment, options.providers[0]);

  const zoneId = base.get('zoneId');
  const gates = sites.map(({ site, options, left }) => {
    const others = sites.filter((other) => other.site !== site);
    const gate = new SiteGate(
      `gate-${site.name}`,
      {
        place: placeAt(place, site),
        zoneId,
        balancer: { dnsName: left.get('balancerDnsName'), zoneId: left.get('balancerZoneId') },
        claim: { alarm: left.get('claimAlarm'), region: site.region },
        vetoes: others.map((other) => ({
          by: other.site.name,
          alarm: other.left.get('vetoAlarms').apply((alarms) => alarms[site.name] ?? ''),
          region: other.site.region,
        })),
      },
      options,
    );
    return [site.name, gate.healthCheckId] as const;
  });
  for (const { options } of sites.slice(0, 1)) new Sink('sink', { place, zoneId }, options);
  for (const { site, options, left } of sites) {
    const others = sites.filter((other) => other.site !== site && place.system.backup.copyToOtherSites);
    new BackupPlan(
      `backup-${site.name}`,
      {
        place: placeAt(place, site),
        vaultName: left.get('vaultName'),
        storeArns: [left.get('clusterArn'), left.get('gateTableArn')],
        roleArn: base.get('backupRoleArn'),
        copyTo: others.map((other) => other.left.get('vaultArn')),
      },
      options,
    );
    new RestoreTesting(
      `restore-${site.name}`,
      {
        place: placeAt(place, site),
        vaultArn: left.get('vaultArn'),
        roleArn: base.get('backupRoleArn'),
        stores: [
          { label: 'database', type: 'Aurora', arn: left.get('clusterArn') },
          { label: 'flags', type: 'DynamoDB', arn: left.get('gateTableArn') },
        ],
      },
      options,
    );
  }
  return { url: `https://${domain.host}`, gates: Object.fromEntries(gates) };
}

interface LinkedSite {
  readonly site: Site;
  readonly options: { readonly providers: [ReturnType<typeof providerOf>] };
  readonly left: Left<SiteOutputs>;
}
