import {
  every,
  type Finding,
  fail,
  firstOf,
  notApplicable,
  pass,
  type Resource,
  requires,
  rule,
  together,
} from 'evenkeel/policy';
import { absentFromAccount } from '../../facts/account.ts';

const DETECTOR = 'aws:guardduty/detector:Detector';
const FEATURE = 'aws:guardduty/detectorFeature:DetectorFeature';

export const net11 = rule({
  id: 'NET-11',
  title: 'GuardDuty watches every region that is used, with what it knows of S3, RDS, Lambda and what runs',
  why: 'Somebody who is in already is found by what he does; in a region that nobody watches he is not found.',
  remedy: 'Declare a `guardduty.Detector` in each region of the account, with a `DetectorFeature` for each feature.',
  severity: 'high',
  types: [DETECTOR],
  reads: [FEATURE],
  decidedAt: 'deployed',
  cannotSee: [
    'a detector, or a feature, that an administrator of the organisation turns on, or AWS with a new detector',
    'regions of the account in which none of the stacks given has anything',
  ],
  parameters: {
    features: {
      default: ['S3_DATA_EVENTS', 'RDS_LOGIN_EVENTS', 'LAMBDA_NETWORK_LOGS', 'RUNTIME_MONITORING'],
      means: 'features that must be enabled',
    },
  },
  check: together(requires('enable', { not: false }), (detector, { features }) =>
    every(features, (name) => (hasFeature(detector, name) ? pass() : fail(`has no feature ${name}`))),
  ),
  checkEstate(estate) {
    const places = estate.places();
    if (places.length === 0) return notApplicable('no resource tells its account and region');
    return every(places, ({ account, region }): Finding => {
      const there = estate.having(DETECTOR, regionOf, region).filter((one) => one.account === account);
      return there.length > 0 ? pass() : absentFromAccount(estate, `${account} has no detector in ${region}`);
    });
  },
});

/** By a resource of its own; of S3 also in the detector itself, as before features had resources. */
function hasFeature(detector: Resource, name: string): boolean {
  const isOn = (one: Resource) => one.read('name') === name && one.read('status') === 'ENABLED';
  if (firstOf(detector.from(FEATURE, 'detectorId'), isOn) !== undefined) return true;
  return name === 'S3_DATA_EVENTS' && !detector.isPlanned && detector.read('datasources.s3Logs.enable') === true;
}

function regionOf(detector: Resource): string {
  return detector.region;
}
