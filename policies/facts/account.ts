import { type Finding, missing, type Scope, unknown } from 'evenkeel/policy';

/**
 * What an account should have once, and nothing that was given has. Checkpoints of an application alone say nothing of its account:
 * unless something of the account's own is among them, its absence is not known.
 */
export function absentFromAccount(estate: Scope, message: string): Finding {
  const isAccountGiven = ACCOUNT_WIDE.some((type) => estate.all(type).length > 0);
  if (isAccountGiven) return missing(estate, message);
  return unknown(`${message}: no stack with the account's own services is among those that were given`);
}

/** Types of which an account has one for all of its stacks, or one for each region. */
const ACCOUNT_WIDE: readonly string[] = [
  'aws:accessanalyzer/analyzer:Analyzer',
  'aws:cfg/recorder:Recorder',
  'aws:cloudtrail/trail:Trail',
  'aws:ebs/encryptionByDefault:EncryptionByDefault',
  'aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults',
  'aws:guardduty/detector:Detector',
  'aws:inspector2/enabler:Enabler',
  'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock',
  'aws:securityhub/account:Account',
];
