import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type CaseStack, drop, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { beside, EAST, OPEN, rows, vault } from './parts.ts';

/** "Vault policy denies DeleteRecoveryPoint/PutBackupVaultAccessPolicy except break-glass role." */
const POLICY = 'aws:backup/vaultPolicy:VaultPolicy';
const ROLE = 'arn:aws:iam::111122223333:role/break-glass';
const BOTH = ['backup:DeleteRecoveryPoint', 'backup:PutBackupVaultAccessPolicy'];
const EXCEPT = { ArnNotEquals: { 'aws:PrincipalArn': ROLE } };

type Statement = Record<string, unknown>;
const DENY: Statement = { Effect: 'Deny', Principal: '*', Action: BOTH, Resource: '*', Condition: EXCEPT };

function policy(...statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function guarded(text: Given, preview = false): CaseStack {
  return stackOf({ ...EAST, preview }, (add) => {
    const one = vault(add, 'vault');
    add(POLICY, 'policy', { backupVaultName: one.ref('name'), policy: text });
  });
}

const meta = beside('policy');
const good = 'nobody but the break-glass role deletes recovery points or changes the policy';
const failing = (title: string, text: string): RuleCase => ({
  title,
  stacks: [guarded(text)],
  expect: [...rows('fail', 'vault'), ...meta],
});
const mutant = (edit: string, changed: Statement): Mutation => ({
  of: good,
  edit,
  mutate: (stacks) => set(pick(stacks, 'policy'), { policy: policy({ ...DENY, ...changed }) }),
  expect: [...rows('fail', 'vault'), ...meta],
});

export const cases: readonly RuleCase[] = [
  { title: good, stacks: [guarded(policy(DENY))], expect: rows('pass', 'vault') },
  {
    title: 'a vault without a policy',
    stacks: [stackOf(EAST, (add) => void vault(add, 'vault'))],
    expect: rows('fail', 'vault'),
  },
  {
    title: 'nobody at all, by two statements, in other words',
    stacks: [
      guarded(
        policy(
          { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'backup:DeleteRecoveryPoint', Resource: '*' },
          { Effect: 'Deny', Principal: { AWS: ['*'] }, Action: ['backup:PutBackupVault*'], Resource: ['*'] },
        ),
      ),
    ],
    expect: rows('pass', 'vault'),
  },
  failing('an Allow denies nothing', policy({ ...DENY, Effect: 'Allow' })),
  failing('one of the two actions is left free', policy({ ...DENY, Action: 'backup:DeleteRecoveryPoint' })),
  {
    title: 'a vault that is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void vault(add, 'vault', {}, { external: true }))],
    expect: rows('not-applicable', 'vault'),
  },
  {
    title: 'a policy that is not known yet is open',
    stacks: [guarded(UNKNOWN, true)],
    expect: [...rows(OPEN, 'vault'), ...meta],
  },
];

export const mutations: readonly Mutation[] = [
  mutant('it allows where it denied', { Effect: 'Allow' }),
  mutant('deleting is left free', { Action: 'backup:PutBackupVaultAccessPolicy' }),
  mutant('changing the policy is left free', { Action: ['backup:DeleteRecoveryPoint', 'backup:StartRestoreJob'] }),
  mutant('it denies one role only', { Principal: { AWS: 'arn:aws:iam::111122223333:role/intern' } }),
  mutant('it denies the break-glass role only', { Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } }),
  mutant('everyone is excepted', { Condition: { ArnNotLike: { 'aws:PrincipalArn': '*' } } }),
  mutant('it is of everything but those actions', { Action: undefined, NotAction: BOTH }),
  {
    of: good,
    edit: 'the policy is gone',
    mutate: (stacks) => drop(stacks, 'policy'),
    expect: [...rows('fail', 'vault'), ...meta],
  },
];
