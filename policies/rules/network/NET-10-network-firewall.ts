import { anyOf, every, fail, firstOf, missing, must, pass, rule, some, together } from 'evenkeel/policy';

const POLICY = 'aws:networkfirewall/firewallPolicy:FirewallPolicy';
const FIREWALL = 'aws:networkfirewall/firewall:Firewall';
const LOGGING = 'aws:networkfirewall/loggingConfiguration:LoggingConfiguration';

const DEFAULTS = ['statelessDefaultActions', 'statelessFragmentDefaultActions'];
const GROUPS = ['statefulRuleGroupReferences', 'statelessRuleGroupReferences'];

export const net10 = rule({
  id: 'NET-10',
  title: 'A network firewall drops or inspects what no rule names, has rules, and is logged',
  why: 'A firewall that passes what it does not know is a route; one without logs cannot say what it stopped.',
  remedy:
    'Set both default actions to `aws:drop` or `aws:forward_to_sfe`, refer to a rule group, and add a `LoggingConfiguration` for the firewall.',
  severity: 'medium',
  types: [POLICY, FIREWALL],
  reads: [LOGGING],
  decidedAt: 'preview',
  cannotSee: ['what the rules of a group let through', 'whether any route leads through the firewall'],
  parameters: {
    actions: { default: ['aws:drop', 'aws:forward_to_sfe'], means: 'what may happen to a packet that no rule names' },
  },
  check: {
    [POLICY]: together(
      (policy, { actions }) =>
        every(DEFAULTS, (name) => {
          const found = policy.each(`firewallPolicy.${name}`);
          const isSafe = () => firstOf(found, (action) => actions.includes(action() ?? '')) !== undefined;
          return must(isSafe, `does not drop or forward by ${name}`, `firewallPolicy.${name}`);
        }),
      (policy) => {
        const isRuled = GROUPS.map((name) => () => policy.list(`firewallPolicy.${name}`).length > 0);
        return must(() => anyOf(...isRuled), 'refers to no rule group', 'firewallPolicy');
      },
    ),
    [FIREWALL]: (firewall, _, { estate }) => {
      const logs = firewall.from(LOGGING, 'firewallArn');
      if (logs.length === 0) return missing(estate, 'is not logged');
      return some(logs, (one) => {
        const { length } = one.list('loggingConfiguration.logDestinationConfigs');
        return length > 0 ? pass() : fail('has a logging configuration without a destination');
      });
    },
  },
});
