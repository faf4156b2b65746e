import type { Provider } from '@pulumi/aws/provider.js';
import type { Output } from '@pulumi/pulumi';
import type { FoundStack } from 'evenkeel/system';
import { AccountKey } from '../components/account-key.ts';
import { AuditTrail, trailGrants } from '../components/audit-trail.ts';
import { accessLogGrants } from '../components/balancer.ts';
import { BreakGlass } from '../components/break-glass.ts';
import { BucketReplication } from '../components/bucket-replication.ts';
import { ComputeDefaults } from '../components/compute-defaults.ts';
import { ConfigurationRecorder, recorderGrants } from '../components/configuration-recorder.ts';
import { LogBucket, type LogGrant } from '../components/log-bucket.ts';
import { Notifications } from '../components/notifications.ts';
import { RecorderRole } from '../components/recorder-role.ts';
import { SecurityFindings } from '../components/security-findings.ts';
import { StorageDefaults } from '../components/storage-defaults.ts';
import { ThreatDetection } from '../components/threat-detection.ts';
import { type Account, accountOf } from '../layout/account.ts';
import type { Outputs } from './outputs.ts';
import { checkAccount, regionalProvider } from './providers.ts';

/** What the stacks of systems, and people, read from their account's. */
export interface AccountOutputs {
  /** By region: where alarms and failures go. */
  readonly topicArns: Record<string, string>;
  /** By region: where balancers put their access logs. */
  readonly accessLogBuckets: Record<string, string>;
  /** The role that vault policies except. */
  readonly breakGlassArn: string;
}

/** What an account has once, whatever runs in it: who is told, what is recorded and looked for, and the defaults of its regions. */
export async function account(found: FoundStack): Promise<Outputs<AccountOutputs>> {
  const here = accountOf(found);
  const [first, ...further] = here.regions.map((region) => [region, regionalProvider(region)] as const);
  if (first === undefined) throw new Error('broken invariant: an account has a home');
  await checkAccount(found.environment, first[1]);
  const home = placeOf(here, ...first);
  const places = [home, ...further.map((one) => placeOf(here, ...one))];

  new StorageDefaults('storage', home.options);
  const audit = auditBucket(here, home, trailGrants(here));
  new AuditTrail('trail', { account: here, keyArn: home.keyArn, bucketName: audit.writableName }, home.options);
  const [, second] = places;
  if (second !== undefined) {
    const copies = auditBucket(here, second, []);
    const from = { bucket: audit, keyArn: home.keyArn };
    const to = { bucket: copies, keyArn: second.keyArn };
    new BucketReplication('audit-copies', { account: here, from, to }, home.options);
  }
  const breakGlass = new BreakGlass('break-glass', here, home.options);
  const recorder = new RecorderRole('recorder', here, home.options);
  const regional = places.map(({ region, options, keyArn, accessLogBucket }) => {
    new ComputeDefaults(`compute-${region}`, options);
    new ThreatDetection(`threats-${region}`, { account: here }, options);
    new SecurityFindings(`findings-${region}`, { account: here }, options);
    const { topicArn } = new Notifications(`notifications-${region}`, { account: here, keyArn }, options);
    // AWS Config delivers to no bucket whose objects are locked by default (AWS Config Developer Guide, delivery channel)
    const about = { account: here, region, isLocked: false, accessLogBucket };
    const records = new LogBucket(
      `config-${region}`,
      { ...about, purpose: 'config', grants: recorderGrants(here) },
      options,
    );
    new ConfigurationRecorder(
      `recorder-${region}`,
      { account: here, region, roleArn: recorder.arn, bucketName: records.writableName, topicArn },
      options,
    );
    return { region, topicArn };
  });
  return {
    topicArns: Object.fromEntries(regional.map(({ region, topicArn }) => [region, topicArn])),
    accessLogBuckets: Object.fromEntries(places.map(({ region, accessLogBucket }) => [region, accessLogBucket])),
    breakGlassArn: breakGlass.arn,
  };
}

/** A region with its provider, the account's key there, and the bucket that access logs go to. */
interface AccountPlace {
  readonly region: string;
  readonly options: { readonly providers: [Provider] };
  readonly keyArn: Output<string>;
  readonly accessLogBucket: Output<string>;
}

function placeOf(here: Account, region: string, provider: Provider): AccountPlace {
  const options: AccountPlace['options'] = { providers: [provider] };
  const { arn: keyArn } = new AccountKey(`key-${region}`, { account: here, region }, options);
  const logs = new LogBucket(
    `access-logs-${region}`,
    // Elastic Load Balancing takes no key of ours, and S3 delivers no logs to a bucket whose objects are locked
    { account: here, region, purpose: 'access-logs', isLocked: false, grants: accessLogGrants(here.id, region) },
    options,
  );
  return { region, options, keyArn, accessLogBucket: logs.writableName };
}

function auditBucket(here: Account, place: AccountPlace, grants: readonly LogGrant[]): LogBucket {
  const { region, options, keyArn, accessLogBucket } = place;
  const about = { account: here, region, purpose: 'audit', isLocked: true, keyArn, accessLogBucket, grants };
  return new LogBucket(`audit-${region}`, about, options);
}
