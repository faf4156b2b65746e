import { type Block, every, must, pass, type Resource, requires, rule, some, together } from 'evenkeel/policy';
import { absentFromAccount } from '../../facts/account.ts';
import { namesKey } from '../../facts/customer-key.ts';

const TRAIL = 'aws:cloudtrail/trail:Trail';

export const mon01 = rule({
  id: 'MON-01',
  title: 'Each account has a trail of all regions that logs reads and writes, sealed, encrypted and in CloudWatch Logs',
  why: 'Who did what is asked after every incident; without a trail that nobody can change there is no answer.',
  remedy:
    'Give the trail `isMultiRegionTrail`, `enableLogFileValidation`, `kmsKeyId` and `cloudWatchLogsGroupArn`, and leave management events to its defaults.',
  severity: 'high',
  types: [TRAIL],
  decidedAt: 'deployed',
  cannotSee: [
    'a trail of the organisation that no stack declares',
    'whether anybody can delete what the trail has written (NET and BKP controls of its bucket)',
    'reads and writes that are selected by two selectors, one for each: the trail fails',
  ],
  parameters: {},
  check: together(
    requires('enableLogging', true, { default: true, message: 'is switched off' }),
    requires('isMultiRegionTrail', true, { default: false, message: 'is of one region' }),
    requires('enableLogFileValidation', true, { default: false, message: 'does not seal its files' }),
    requires('cloudWatchLogsGroupArn', 'given', { message: 'does not go to CloudWatch Logs' }),
    (trail) => must(namesKey(trail, 'kmsKeyId'), 'is encrypted by no key', 'kmsKeyId'),
    logsManagement,
  ),
  checkEstate(estate) {
    const trails = estate.all(TRAIL);
    if (trails.length === 0) return absentFromAccount(estate, 'there is no trail');
    const accounts = [...new Set(estate.places().map(({ account }) => account))].sort();
    return every(accounts, (account) =>
      some(trails, (trail) => {
        const isOfAccount = trail.readOr('isOrganizationTrail', false) === true || trail.account === account;
        return must(isOfAccount, `${account} has no trail`);
      }),
    );
  },
});

/** All management events are logged where nothing is selected. Source: PutEventSelectors, CloudTrail API reference (read 2026-11). */
function logsManagement(trail: Resource) {
  const advanced = trail.list('advancedEventSelectors');
  const basic = trail.list('eventSelectors');
  if (advanced.length === 0 && basic.length === 0) return pass();
  const message = 'does not log management events of reads and writes';
  return some([...advanced.map(byFields), ...basic.map(byKind)], (isSelected) => must(isSelected, message));
}

function byKind(selector: Block): () => boolean {
  return () =>
    (selector.read('includeManagementEvents') ?? true) === true && (selector.text('readWriteType') ?? 'All') === 'All';
}

function byFields(selector: Block): () => boolean {
  return () => {
    const fields = selector.list('fieldSelectors');
    const isOfManagement = fields.some(
      (one) => one.text('field') === 'eventCategory' && one.texts('equals').includes('Management'),
    );
    return isOfManagement && !fields.some((one) => one.text('field') === 'readOnly');
  };
}
