import { UNKNOWN } from '../../../../src/lib/property.ts';
import {
  type Add,
  type CaseStack,
  drop,
  type ExpectedRow,
  type Given,
  type Mutation,
  pick,
  type RuleCase,
  set,
  stackOf,
} from '../build.ts';
import { beside, cluster, database, EAST, FIRST, OPEN, rows, THIRD, table } from './parts.ts';

/**
 * "Each tier-1 resource type has a restore-testing selection, at least monthly, validation window set." Types have the names of AWS
 * Backup there: `RDS`, `Aurora`, `DynamoDB`, `EFS`, `EBS`, `S3` (RestoreTestingSelectionForCreate, API reference).
 */
const PLAN = 'aws:backup/restoreTestingPlan:RestoreTestingPlan';
const SELECTION = 'aws:backup/restoreTestingSelection:RestoreTestingSelection';
type Inputs = Record<string, Given | undefined>;

/** A database and a table of a tier, and a plan that restores types each week. */
function tested(
  add: Add,
  types: readonly string[],
  changed: { plan?: Inputs; selection?: Inputs; tags?: Inputs },
): void {
  const tags = changed.tags ?? FIRST;
  database(add, 'database', { tags });
  table(add, 'table', { tags });
  const of = add(PLAN, 'plan', {
    name: 'restores',
    scheduleExpression: 'cron(0 5 ? * SUN *)',
    recoveryPointSelection: {
      algorithm: 'LATEST_WITHIN_WINDOW',
      includeVaults: ['*'],
      recoveryPointTypes: ['SNAPSHOT'],
    },
    ...changed.plan,
  });
  for (const type of types) {
    add(SELECTION, type, {
      name: type.toLowerCase(),
      restoreTestingPlanName: of.ref('name'),
      protectedResourceType: type,
      iamRoleArn: 'arn:aws:iam::111122223333:role/restores',
      protectedResourceArns: ['*'],
      validationWindowHours: 24,
      ...changed.selection,
    });
  }
}

function of(types: readonly string[], changed: Parameters<typeof tested>[2] = {}, preview = false): CaseStack {
  return stackOf({ ...EAST, preview }, (add) => tested(add, types, changed));
}

/** The row of the stack or of the estate; those of what is there may tell it too. */
const somewhere = (verdict: ExpectedRow['verdict']): ExpectedRow[] => [{ verdict }, ...COMPANIONS];
const COMPANIONS = beside('plan', 'RDS', 'DynamoDB', 'database', 'table');
const good = 'each type of tier 1 is restored each week, and there is time to validate it';
const monthly = 'each type of tier 1 is restored each month';
const edited = (edit: string, mutate: Mutation['mutate'], origin = good): Mutation => ({
  of: origin,
  edit,
  mutate,
  expect: somewhere('fail'),
});

export const cases: readonly RuleCase[] = [
  { title: good, stacks: [of(['RDS', 'DynamoDB'])], expect: [{ verdict: 'pass' }] },
  {
    title: 'one type of tier 1 is never restored',
    stacks: [of(['RDS'])],
    expect: [{ verdict: 'fail' }, ...beside('plan', 'RDS')],
  },
  {
    title: monthly,
    stacks: [of(['RDS', 'DynamoDB'], { plan: { scheduleExpression: 'cron(0 5 1 * ? *)' } })],
    expect: [{ verdict: 'pass' }],
  },
  {
    title: 'a cluster is of the type Aurora, not RDS',
    stacks: [
      stackOf(EAST, (add) => {
        tested(add, ['RDS', 'DynamoDB'], {});
        cluster(add, 'cluster', { engine: 'aurora-postgresql', tags: FIRST });
      }),
    ],
    expect: somewhere('fail'),
  },
  {
    title: 'nothing is of tier 1',
    stacks: [stackOf(EAST, (add) => void table(add, 'table', { tags: THIRD }))],
    expect: [],
  },
  {
    title: 'a plan that is only read here is not judged',
    stacks: [stackOf(EAST, (add) => void add(PLAN, 'plan', {}, { external: true }))],
    expect: rows('not-applicable', 'plan'),
  },
  {
    title: 'a type, a schedule or a window that is not known yet is open',
    stacks: [of(['RDS', 'DynamoDB'], { plan: { scheduleExpression: UNKNOWN } }, true)],
    expect: somewhere(OPEN),
  },
];

export const mutations: readonly Mutation[] = [
  edited('the selection of tables is gone', (stacks) => drop(stacks, 'DynamoDB')),
  edited('the plan is gone, with its selections', (stacks) => drop(stacks, 'plan', 'RDS', 'DynamoDB')),
  edited('it is done once in a quarter', (stacks) =>
    set(pick(stacks, 'plan'), { scheduleExpression: 'cron(0 5 1 1/3 ? *)' }),
  ),
  edited('one selection has no time to validate', (stacks) =>
    set(pick(stacks, 'RDS'), { validationWindowHours: undefined }),
  ),
  edited('the selection is of another type', (stacks) =>
    set(pick(stacks, 'DynamoDB'), { protectedResourceType: 'EFS' }),
  ),
  edited(
    'it rests in August',
    (stacks) => set(pick(stacks, 'plan'), { scheduleExpression: 'cron(0 5 1 JAN-JUL,SEP-DEC ? *)' }),
    monthly,
  ),
];
