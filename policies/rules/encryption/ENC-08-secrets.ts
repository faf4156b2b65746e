import { attempt, fail, must, notApplicable, pass, type Resource, rule, some, unknown } from 'evenkeel/policy';
import { CLUSTER, INSTANCE } from '../../facts/counterparts.ts';
import { gapSeconds } from '../../facts/schedule.ts';

const SECRET = 'aws:secretsmanager/secret:Secret';
const ROTATION = 'aws:secretsmanager/secretRotation:SecretRotation';
const SECONDS_OF_DAY = 86_400;

export const enc08 = rule({
  id: 'ENC-08',
  title: 'Secrets rotate within ninety days, and no program holds the password of a database',
  why: 'What leaked is worth nothing after the next rotation; a password in a program is in its history, its state and every log of it.',
  remedy:
    'Add `secretsmanager.SecretRotation` with `automaticallyAfterDays` of at most 90; set `manageMasterUserPassword`, or take the password from a secret.',
  severity: 'high',
  types: [SECRET, ROTATION, INSTANCE, CLUSTER],
  decidedAt: 'deployed',
  cannotSee: [
    'whether the function that rotates works',
    'where a secret value of the configuration comes from: the verdict is unknown',
    'passwords of users that are made in the database',
  ],
  parameters: { days: { default: 90, means: 'the most days between two rotations' } },
  check: {
    [SECRET](secret, { days }, { nowMs }) {
      const rotations = secret.from(ROTATION, 'secretId');
      if (rotations.length === 0) return fail('does not rotate');
      return some(rotations, (rotation) => rotatesWithin(rotation, days, nowMs));
    },
    [ROTATION]: (rotation, { days }, { nowMs }) => rotatesWithin(rotation, days, nowMs),
    [INSTANCE]: (instance) => hasNoLiteral(instance, ['password', 'passwordWo']),
    [CLUSTER]: (cluster) => hasNoLiteral(cluster, ['masterPassword', 'masterPasswordWo']),
  },
});

function rotatesWithin(rotation: Resource, days: number, nowMs: number) {
  const schedule = rotation.text('rotationRules.scheduleExpression');
  const found =
    schedule === undefined
      ? Number(rotation.need('rotationRules.automaticallyAfterDays'))
      : gapSeconds(schedule, nowMs) / SECONDS_OF_DAY;
  return must(found <= days, `rotates every ${found} days; ${days} are the most`, 'rotationRules');
}

function hasNoLiteral(database: Resource, paths: readonly string[]) {
  if (database.read('manageMasterUserPassword') === true) return pass();
  const path = paths.find((one) => database.isGiven(one));
  if (path === undefined) return notApplicable('has no password of its own: AWS, or what it is a copy of, has it');
  if (database.isDerived(path)) return pass();
  const password = attempt(() => database.read(path));
  if ('value' in password) return fail('has its password written in the program', path);
  return unknown('its password is a secret value, and no edge tells where it comes from', path);
}
