import { every, missing, must, type Resource, rule, type Scope, some } from 'evenkeel/policy';

const BUDGET = 'aws:budgets/budget:Budget';
const MONITOR = 'aws:costexplorer/anomalyMonitor:AnomalyMonitor';

export const tag03 = rule({
  id: 'TAG-03',
  title: 'A stack’s account has a budget that tells somebody, and a monitor of anomalies',
  why: 'A loop that starts machines is seen at the end of the month, on the bill, unless somebody is told on the same day.',
  remedy: 'Add a budget with a notification and a subscriber, and an anomaly monitor: here, or once for the account.',
  severity: 'low',
  types: [BUDGET, MONITOR],
  decidedAt: 'estate',
  cannotSee: ['whether the budget’s filters take in what the stack costs', 'whether anybody reads the notification'],
  parameters: {},
  checkStack: (stack, _, { estate }) =>
    every([BUDGET, MONITOR], (type) => {
      const found = stack.all(type).length > 0 ? stack.all(type) : ofItsAccounts(stack, estate, type);
      if (found.length === 0) return missing(estate, type === BUDGET ? 'has no budget' : 'has no monitor of anomalies');
      return some(found, (one) => must(type === MONITOR || tells(one), 'has a budget that tells nobody'));
    }),
});

/** Budgets and monitors are of an account, whichever of its stacks declares them. */
function ofItsAccounts(stack: Scope, estate: Scope, type: string): readonly Resource[] {
  const accounts = [...new Set(stack.places().map(({ account }) => account))];
  return accounts.flatMap((account) => estate.having(type, accountOf, account));
}

function accountOf(resource: Resource): string {
  return resource.account;
}

function tells(budget: Resource): boolean {
  return budget.list('notifications').some((one) => {
    const subscribers = ['subscriberEmailAddresses', 'subscriberSnsTopicArns'].map((path) => one.list(path));
    return subscribers.flat().length > 0;
  });
}
