import { every, missing, must, notApplicable, type Resource, rule, some } from 'evenkeel/policy';
import { DATA_STORES } from '../../facts/backed-up.ts';
import { isOften, RESTORE_PLAN, RESTORE_SELECTION, restoresOf, tier1Types } from '../../facts/restore-tests.ts';

export const bkp08 = rule({
  id: 'BKP-08',
  title: 'Each kind of data of tier 1 is restored every month, with time to validate it',
  why: 'A backup that was never restored is a hope: the key, the role or the format is missing on the day.',
  remedy: 'Add a `RestoreTestingSelection` of each type with `validationWindowHours`, in a plan that runs every month.',
  severity: 'high',
  types: [RESTORE_PLAN, RESTORE_SELECTION],
  reads: DATA_STORES,
  decidedAt: 'estate',
  cannotSee: [
    'whether anybody validates what was restored',
    'how the tests ended',
    'which resources of the type are restored',
  ],
  parameters: { days: { default: 31, means: 'the most days between two tests' } },
  checkEstate(estate, { days }, { nowMs }) {
    const types = tier1Types(estate);
    if (types.length === 0) return notApplicable('nothing that holds data is of tier 1');
    return every(types, ({ type }) => {
      const tests = restoresOf(type, estate);
      if (tests.length === 0) return missing(estate, `${type} is never restored`);
      const isValidated = (one: Resource) =>
        must(one.isGiven('validationWindowHours'), `${type} has no time to validate`);
      const isMonthly = (one: Resource) =>
        must(isOften(one, days, nowMs), `${type} is restored less than every ${days} days`);
      return some(tests, (one) => every([isMonthly, isValidated], (ask) => ask(one)));
    });
  },
});
