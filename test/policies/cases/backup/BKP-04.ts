import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type CaseStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { arn, DAILY, EAST, OPEN, plan, rows, THIRD, vault, WEST } from './parts.ts';

/** "Tier-1/2 rules have `copyActions` to a vault in another region (and, tier-1, another account)." */
const AWAY = arn('backup', 'backup-vault:copies', 'us-west-2', '444455556666');
const WEST_ONLY = arn('backup', 'backup-vault:copies', 'us-west-2');
const ACCOUNT_ONLY = arn('backup', 'backup-vault:copies', 'us-east-1', '444455556666');
const NEAR = arn('backup', 'backup-vault:copies');
const SECOND = { ...THIRD, tier: '2' };

const copies = (...destinations: readonly string[]) => ({
  copyActions: destinations.map((destinationVaultArn) => ({ destinationVaultArn })),
});

function planned(name: string, destinations: readonly string[], tags: Record<string, string>) {
  return (add: Add) => void plan(add, name, [copies(...destinations)], { tags });
}

function of(...plans: readonly ((add: Add) => void)[]): CaseStack {
  return stackOf(EAST, (add) => {
    for (const one of plans) one(add);
  });
}

const away = 'tier 1 is copied to another region and account';
const second = 'tier 2 is copied to another region';
const toward = (...destinations: readonly string[]) => ({ rules: [{ ...DAILY, ...copies(...destinations) }] });
const FIRST_TIER = { tier: '1', service: 'shop' };

export const cases: readonly RuleCase[] = [
  { title: away, stacks: [of(planned('plan', [AWAY], FIRST_TIER))], expect: rows('pass', 'plan') },
  {
    title: 'tier 1 is copied to another region of the same account',
    stacks: [of(planned('plan', [WEST_ONLY], FIRST_TIER))],
    expect: rows('fail', 'plan'),
  },
  { title: second, stacks: [of(planned('plan', [WEST_ONLY], SECOND))], expect: rows('pass', 'plan') },
  {
    title: 'tier 1 and 2 without a copy, or with one that stays in the region',
    stacks: [
      of(
        planned('first', [], FIRST_TIER),
        planned('second', [], SECOND),
        planned('near', [NEAR], SECOND),
        planned('account', [ACCOUNT_ONLY], FIRST_TIER),
      ),
    ],
    expect: rows('fail', 'first', 'second', 'near', 'account'),
  },
  {
    title: 'tier 3 needs no copy',
    stacks: [of(planned('plan', [], THIRD))],
    expect: rows('not-applicable', 'plan'),
  },
  {
    title: 'a vault of another stack is told by an edge, and stands in its region',
    stacks: [
      stackOf(WEST, (add) => void vault(add, 'copies', {})),
      of(planned('plan', [arn('backup', 'backup-vault:copies', 'us-west-2')], SECOND)),
    ],
    expect: rows('pass', 'plan'),
  },
  {
    title: 'where a copy goes is not known',
    stacks: [
      stackOf({ ...EAST, preview: true }, (add) => {
        plan(add, 'where', [{ copyActions: [{ destinationVaultArn: UNKNOWN }] }]);
        plan(add, 'whether', [{ copyActions: UNKNOWN }]);
        plan(add, 'tier', [copies()], { tags: { tier: UNKNOWN } });
      }),
    ],
    expect: rows(OPEN, 'where', 'whether', 'tier'),
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: away,
    edit: 'the copy is in the own account',
    mutate: (stacks) => set(pick(stacks, 'plan'), toward(WEST_ONLY)),
    expect: rows('fail', 'plan'),
  },
  {
    of: away,
    edit: 'the copy is in the own region',
    mutate: (stacks) => set(pick(stacks, 'plan'), toward(ACCOUNT_ONLY)),
    expect: rows('fail', 'plan'),
  },
  {
    of: away,
    edit: 'there is no copy',
    mutate: (stacks) => set(pick(stacks, 'plan'), { rules: [DAILY] }),
    expect: rows('fail', 'plan'),
  },
  {
    of: away,
    edit: 'the copy is a neighbour of the vault',
    mutate: (stacks) => set(pick(stacks, 'plan'), toward(NEAR)),
    expect: rows('fail', 'plan'),
  },
  {
    of: second,
    edit: 'the copy stays in the region',
    mutate: (stacks) => set(pick(stacks, 'plan'), toward(NEAR)),
    expect: rows('fail', 'plan'),
  },
  {
    of: second,
    edit: 'it becomes tier 1',
    mutate: (stacks) => set(pick(stacks, 'plan'), { tags: FIRST_TIER }),
    expect: [...rows('fail', 'plan')],
  },
];
