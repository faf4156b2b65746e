import { requires, rule } from 'evenkeel/policy';
import { TABLE } from '../../facts/backed-up.ts';

export const bkp11 = rule({
  id: 'BKP-11',
  title: 'A table can be set back to any second',
  why: 'A faulty release writes rubbish for an hour: the backup of last night loses the day.',
  remedy: 'Set `pointInTimeRecovery: { enabled: true }`.',
  severity: 'high',
  types: [TABLE],
  decidedAt: 'preview',
  cannotSee: ['whether the days that it reaches back are enough'],
  parameters: {},
  check: requires('pointInTimeRecovery.enabled', true, {
    default: false,
    message: 'cannot be set back: pointInTimeRecovery is not enabled',
  }),
});
