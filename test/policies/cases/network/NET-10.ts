import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Given, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { ANY, deployed, each, managedElsewhere, OPEN, previewed } from './common.ts';

/** "Default action drop/forward (full and fragmented), ≥1 rule group, logging." */
const POLICY = 'aws:networkfirewall/firewallPolicy:FirewallPolicy';
const FIREWALL = 'aws:networkfirewall/firewall:Firewall';
const LOGGING = 'aws:networkfirewall/loggingConfiguration:LoggingConfiguration';

const GROUP = 'arn:aws:network-firewall:us-east-1:111122223333:stateful-rulegroup/web';
const defaults = {
  statelessDefaultActions: ['aws:forward_to_sfe'],
  statelessFragmentDefaultActions: ['aws:forward_to_sfe'],
  statefulRuleGroupReferences: [{ resourceArn: GROUP }],
};
const flows = { logType: 'FLOW', logDestinationType: 'S3', logDestination: { bucketName: 'flows' } };

function firewall(add: Add, name: string, more: Readonly<Record<string, Given>> = {}, logs: Given[] | null = [flows]) {
  const policy = add(POLICY, `${name}-policy`, { firewallPolicy: { ...defaults, ...more } });
  const made = add(FIREWALL, name, { firewallPolicyArn: policy.ref('arn'), vpcId: 'vpc-0a1' });
  if (logs === null) return;
  const loggingConfiguration = { logDestinationConfigs: logs };
  add(LOGGING, `${name}-logs`, { firewallArn: made.ref('arn'), loggingConfiguration });
}

/** The firewall may be judged with its policy or without it. */
const holder = (name: string) => ({ name, verdict: ANY, isOptional: true as const });

const good = 'what no rule decides is forwarded to the rules of state, whole or in fragments, and logged';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => firewall(add, 'firewall')),
    expect: each('pass', 'firewall', 'firewall-policy'),
  },
  {
    title: 'what no rule decides is let through',
    stacks: deployed((add) => firewall(add, 'firewall', { statelessDefaultActions: ['aws:pass'] })),
    expect: [{ name: 'firewall-policy', verdict: 'fail' }, holder('firewall')],
  },
  {
    title: 'a drop will do, with an action of its own beside it, and a group without state',
    stacks: deployed((add) => {
      const rest = { statelessFragmentDefaultActions: ['aws:drop'], statefulRuleGroupReferences: [] };
      const group = [{ resourceArn: GROUP.replace('stateful', 'stateless'), priority: 1 }];
      const actions = { statelessDefaultActions: ['aws:drop', 'count'], statelessRuleGroupReferences: group };
      firewall(add, 'firewall', { ...rest, ...actions });
    }),
    expect: each('pass', 'firewall', 'firewall-policy'),
  },
  {
    title: 'each thing that is missing is found by itself',
    stacks: deployed((add) => {
      firewall(add, 'fragments', { statelessFragmentDefaultActions: ['aws:pass'] });
      firewall(add, 'empty', { statefulRuleGroupReferences: [] });
      firewall(add, 'silent', {}, null);
      firewall(add, 'nowhere', {}, []);
    }),
    expect: [
      ...each('fail' as const, 'fragments-policy', 'empty-policy', 'silent', 'nowhere'),
      ...['fragments', 'empty', 'silent-policy', 'nowhere-policy', 'nowhere-logs'].map(holder),
    ],
  },
  managedElsewhere(POLICY, { firewallPolicy: { ...defaults, statelessDefaultActions: ['aws:pass'] } }),
  {
    title: 'in a first preview the edges tell whose policy and logs they are; what is not known is not decided',
    stacks: previewed((add) => {
      firewall(add, 'firewall');
      firewall(add, 'unread', { statelessDefaultActions: UNKNOWN });
      firewall(add, 'groups', { statefulRuleGroupReferences: UNKNOWN });
      firewall(add, 'silent', {}, null);
    }),
    expect: [
      ...each('pass' as const, 'firewall', 'firewall-policy'),
      ...each(OPEN, 'unread-policy', 'groups-policy'),
      { name: 'silent', verdict: 'fail' },
      ...['unread', 'groups', 'silent-policy'].map(holder),
    ],
  },
];

const edited = (edit: string, more: Readonly<Record<string, string[]>>): Mutation => ({
  of: good,
  edit,
  mutate: (stacks) => set(pick(stacks, 'firewall-policy'), { firewallPolicy: { ...defaults, ...more } }),
  expect: [{ name: 'firewall-policy', verdict: 'fail' }, holder('firewall')],
});

export const mutations: readonly Mutation[] = [
  edited('whole packets are let through', { statelessDefaultActions: ['aws:pass'] }),
  edited('fragments are let through', { statelessFragmentDefaultActions: ['aws:pass'] }),
  edited('an action of its own stands beside letting through', { statelessDefaultActions: ['aws:pass', 'count'] }),
  edited('the policy has no group of rules', { statefulRuleGroupReferences: [] }),
  {
    of: good,
    edit: 'the logging is taken away',
    mutate: (stacks) => drop(stacks, 'firewall-logs'),
    expect: [{ name: 'firewall', verdict: 'fail' }, holder('firewall-policy')],
  },
  {
    of: good,
    edit: 'the logging leads nowhere',
    mutate: (stacks) => set(pick(stacks, 'firewall-logs'), { loggingConfiguration: { logDestinationConfigs: [] } }),
    expect: [{ name: 'firewall', verdict: 'fail' }, holder('firewall-policy'), holder('firewall-logs')],
  },
];
