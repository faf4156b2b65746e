import { type Approval, type Expected, type ExpectedPart, takes } from 'evenkeel/runbook';
import type { UpgradeInput } from './input.ts';

/** The upgrade of a cluster; its restart, in which a writer commits nothing, is a part of it and an estimate of its own. */
export const UPGRADE: Expected = {
  ...takes('rds.minor-upgrade'),
  parts: takes('rds.minor-upgrade', 'rds.upgrade-restart').parts,
};

/** How long clients are watched after each cluster: two whole minutes of the signals that are told by the minute. */
export const WATCH: ExpectedPart = { figure: 'watch', p50: 180, p99: 180, mark: 'documented', source: 'the runbook' };

/** A yes holds this long; whatever was looked at before is looked at again afterwards. */
const EXPIRES_SECONDS = 3600;

/** What a person says yes to: a time in which nothing can fail over, and an outage of writes. */
export function windowApproval(input: UpgradeInput, order: UpgradeInput['secondaries'][number]['site'][]): Approval {
  const { writer, secondaries, to } = input;
  const window = takes(...order.flatMap(() => ['rds.minor-upgrade', WATCH] as const));
  const outage = takes('rds.upgrade-restart');
  const lags = secondaries.map(({ site, lagMs }) => `${site.site} ${(lagMs / 1000).toFixed(1)} s`);
  const lasts = `${minutes(window.p50)} minutes, at most about ${minutes(window.p99)}`;
  return {
    question: `Upgrade ${order.map(({ site }) => site).join(', then ')} to ${to}, unable to fail over for about ${lasts}?`,
    shows: [
      { what: 'neither failover nor switchover for', value: lasts, mark: window.mark },
      { what: `if ${writer.site.site} is lost meanwhile`, value: DETACHING, mark: 'documented' },
      {
        what: `no writes at ${writer.site.site} for`,
        value: `${outage.p50} s, at most about ${outage.p99} s`,
        mark: outage.mark,
      },
      { what: 'behind now', value: lags.join(', ') || 'no other site', mark: 'observed' },
      { what: 'the way back', value: waysOn(input), mark: 'documented' },
    ],
    expiresSeconds: EXPIRES_SECONDS,
  };
}

/** What is left where the run ends otherwise, and why nothing undoes it (docs/adr/0015). */
export function waysOn({ writer, secondaries, to }: UpgradeInput): string {
  const site = secondaries[0]?.site.site ?? 'the secondary';
  return [
    'AWS upgrades to no older version in place. The only ways on:',
    `(1) forward: when the cause is gone, abort this run and run it again, what runs ${to} is left alone;`,
    `(2) rebuild ${site} at ${writer.version}: detach it, delete it, evenkeel up with the old version;`,
    `(3) if ${writer.site.site} is lost: ${DETACHING}.`,
  ].join(' ');
}

/** What is left where the run ends after the last cluster. */
export const EQUAL_AGAIN = 'Every site runs the new version: the database can fail over again (dr-failover).';

/** https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-upgrade.html; refusals, GDB-12 and GDB-42. */
const DETACHING =
  'wait for it, or detach a secondary (RemoveFromGlobalCluster), which fences nobody and gives up what was not replicated; AWS documents that for equal minor versions only';

function minutes(seconds: number): number {
  return Math.ceil(seconds / 60);
}
