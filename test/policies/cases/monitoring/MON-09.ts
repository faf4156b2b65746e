import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type MutableStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, OPEN } from '../encryption/builders.ts';
import { accountStack, EITHER_WAY, whole } from './account.ts';

/** "Detective services on." Security Hub, Inspector for EC2 and ECR (Inspector.1, Inspector.2), an analyzer of outside access (IAM.28). */
const HUB = 'aws:securityhub/account:Account';
const INSPECTOR = 'aws:inspector2/enabler:Enabler';
const ANALYZER = 'aws:accessanalyzer/analyzer:Analyzer';

/** It is no analyzer of outside access: whether that fails by itself is left open. */
const UNUSED_ONLY = { name: 'analyzer', verdict: ['fail', 'not-applicable'] } as const;

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
    expect: [whole('fail')],
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
    expect: [{ name: 'inspector', verdict: 'fail' }, UNUSED_ONLY, whole('fail')],
  },
  {
    title: 'where the stack of the account is not given, nobody can tell',
    stacks: [stackOf({ name: 'prod' }, (add) => void add('aws:s3/bucket:Bucket', 'bucket', {}))],
    expect: [whole(['unknown', 'not-applicable'])],
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
    expect: [{ name: 'inspector', verdict: OPEN }, EITHER_WAY],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(HUB, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }, EITHER_WAY],
  },
];

const of = 'Security Hub, Inspector and an access analyzer are on';
const gone = (name: string) => ({
  of,
  edit: `there is no ${name}`,
  mutate: (stacks: MutableStack[]) => drop(stacks, name),
  expect: [whole('fail')],
});
const looksAt = (edit: string, ...resourceTypes: readonly string[]) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) => set(pick(stacks, 'inspector'), { resourceTypes: [...resourceTypes] }),
  expect: [{ name: 'inspector', verdict: 'fail' as const }, EITHER_WAY],
});

export const mutations: readonly Mutation[] = [
  gone('hub'),
  gone('inspector'),
  gone('analyzer'),
  looksAt('Inspector looks at no host', 'ECR', 'LAMBDA'),
  looksAt('Inspector looks at no image', 'EC2'),
  {
    of,
    edit: 'the analyzer looks for unused access only',
    mutate: (stacks) => set(pick(stacks, 'analyzer'), { type: 'ACCOUNT_UNUSED_ACCESS' }),
    expect: [UNUSED_ONLY, whole('fail')],
  },
  {
    of,
    edit: 'the analyzer is that of another region',
    mutate: (stacks) => set(pick(stacks, 'analyzer'), { region: 'eu-west-1' }),
    expect: [whole('fail')],
  },
];
