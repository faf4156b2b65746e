import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type MutableStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, OPEN } from '../encryption/builders.ts';
import { accountStack, anywhere } from './account.ts';

/** "Detective services on." Security Hub, Inspector for EC2 and ECR (Inspector.1, Inspector.2), an analyzer of outside access (IAM.28). */
const HUB = 'aws:securityhub/account:Account';
const INSPECTOR = 'aws:inspector2/enabler:Enabler';
const ANALYZER = 'aws:accessanalyzer/analyzer:Analyzer';

function services(add: Add): void {
  add(HUB, 'hub', { enableDefaultStandards: true });
  add(INSPECTOR, 'inspector', { accountIds: ['111122223333'], resourceTypes: ['EC2', 'ECR', 'LAMBDA'] });
  add(ANALYZER, 'analyzer', { analyzerName: 'account', type: 'ACCOUNT' });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'Security Hub, Inspector and an access analyzer are on',
    stacks: [accountStack(services)],
    expect: all(['hub', 'inspector', 'analyzer'], 'pass'),
  },
  {
    title: 'an account without them fails',
    stacks: [accountStack(() => undefined)],
    expect: [anywhere('fail')],
  },
  {
    title: 'an inspector that does not look at hosts, and an analyzer of unused access only, fail',
    stacks: [
      accountStack((add) => {
        add(HUB, 'hub', {});
        add(INSPECTOR, 'inspector', { accountIds: ['111122223333'], resourceTypes: ['LAMBDA'] });
        add(ANALYZER, 'analyzer', { analyzerName: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' });
      }),
    ],
    expect: [anywhere('fail')],
  },
  {
    title: 'where the stack of the account is not given, nobody can tell',
    stacks: [stackOf({ name: 'prod' }, (add) => void add('aws:s3/bucket:Bucket', 'bucket', {}))],
    expect: [anywhere(['unknown', 'not-applicable'])],
  },
  {
    title: 'in a preview, what is not known is not decided',
    stacks: [
      accountStack((add) => {
        add(HUB, 'hub', {});
        add(INSPECTOR, 'inspector', { accountIds: [UNKNOWN], resourceTypes: UNKNOWN });
        add(ANALYZER, 'analyzer', { analyzerName: 'account', type: 'ACCOUNT' });
      }, true),
    ],
    expect: [anywhere(OPEN)],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(HUB, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }, anywhere(['not-applicable', 'unknown', 'fail'])],
  },
];

const of = 'Security Hub, Inspector and an access analyzer are on';
const edit = (what: string, mutate: (stacks: MutableStack[]) => void) => ({
  of,
  edit: what,
  mutate,
  expect: [anywhere('fail')],
});

export const mutations: readonly Mutation[] = [
  edit('Security Hub is not on', (stacks) => drop(stacks, 'hub')),
  edit('Inspector is not on', (stacks) => drop(stacks, 'inspector')),
  edit('there is no analyzer', (stacks) => drop(stacks, 'analyzer')),
  edit('Inspector looks at no host', (stacks) => set(pick(stacks, 'inspector'), { resourceTypes: ['ECR'] })),
  edit('Inspector looks at no image', (stacks) => set(pick(stacks, 'inspector'), { resourceTypes: ['EC2'] })),
  edit('the analyzer looks for unused access only', (stacks) =>
    set(pick(stacks, 'analyzer'), { type: 'ACCOUNT_UNUSED_ACCESS' }),
  ),
  edit('the analyzer is that of another region', (stacks) => set(pick(stacks, 'analyzer'), { region: 'eu-west-1' })),
];
