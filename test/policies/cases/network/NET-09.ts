import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Given, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { ANY, deployed, each, managedElsewhere, OPEN, previewed } from './common.ts';

/** "Web ACL has rules (managed core + rate limit), metrics, and logging." */
const ACL = 'aws:wafv2/webAcl:WebAcl';
const LOGGING = 'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration';

const seen = (cloudwatchMetricsEnabled = true) => ({
  cloudwatchMetricsEnabled,
  metricName: 'web',
  sampledRequestsEnabled: true,
});
const managed = (name: string, isMeasured = true, vendorName = 'AWS') => ({
  name,
  priority: 1,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName, name } },
  visibilityConfig: seen(isMeasured),
});
const CORE = 'AWSManagedRulesCommonRuleSet';
const rate = (isMeasured = true) => ({
  name: 'rate',
  priority: 2,
  action: { block: {} },
  statement: { rateBasedStatement: { limit: 2000, aggregateKeyType: 'IP' } },
  visibilityConfig: seen(isMeasured),
});

function acl(add: Add, name: string, more: Readonly<Record<string, Given>> = {}, isLogged = true): void {
  const given = { scope: 'REGIONAL', defaultAction: { allow: {} }, rules: [managed(CORE), rate()] };
  const made = add(ACL, name, { ...given, visibilityConfig: seen(), ...more });
  const logDestinationConfigs = ['arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-web'];
  if (isLogged) add(LOGGING, `${name}-logs`, { resourceArn: made.ref('arn'), logDestinationConfigs });
}

const good = 'the web ACL has the core rules of AWS and a rate limit, is measured, and is logged';

export const cases: readonly RuleCase[] = [
  { title: good, stacks: deployed((add) => acl(add, 'acl')), expect: [{ name: 'acl', verdict: 'pass' }] },
  {
    title: 'the web ACL has no rules',
    stacks: deployed((add) => acl(add, 'acl', { rules: [] })),
    expect: [{ name: 'acl', verdict: 'fail' }],
  },
  {
    title: 'each thing that is missing is found by itself',
    stacks: deployed((add) => {
      acl(add, 'no-core', { rules: [managed('AWSManagedRulesSQLiRuleSet'), rate()] });
      acl(add, 'core-of-another', { rules: [managed(CORE, true, 'Somebody'), rate()] });
      acl(add, 'no-rate', { rules: [managed(CORE)] });
      acl(add, 'no-metrics', { visibilityConfig: seen(false) });
      acl(add, 'no-logs', {}, false);
    }),
    expect: each('fail', 'no-core', 'core-of-another', 'no-rate', 'no-metrics', 'no-logs'),
  },
  {
    title: 'the logs of another web ACL are not its own',
    stacks: deployed((add) => {
      acl(add, 'logged');
      acl(add, 'silent', {}, false);
    }),
    expect: [
      { name: 'logged', verdict: 'pass' },
      { name: 'silent', verdict: 'fail' },
    ],
  },
  managedElsewhere(ACL, { scope: 'REGIONAL', rules: [] }),
  {
    title: 'in a first preview the edge tells whose logs they are; rules that are not known are not decided',
    stacks: previewed((add) => {
      acl(add, 'acl');
      acl(add, 'unread', { rules: UNKNOWN });
      acl(add, 'partly', { rules: [managed(CORE), { name: 'r', priority: 3, statement: UNKNOWN }] });
      acl(add, 'silent', { rules: UNKNOWN }, false);
    }),
    expect: [
      { name: 'acl', verdict: 'pass' },
      ...each(OPEN, 'unread', 'partly'),
      { name: 'silent', verdict: ['fail', ...OPEN] },
    ],
  },
];

const edited = (edit: string, properties: Parameters<typeof set>[1]): Mutation => ({
  of: good,
  edit,
  mutate: (stacks) => set(pick(stacks, 'acl'), properties),
  expect: [{ name: 'acl', verdict: 'fail' }],
});

export const mutations: readonly Mutation[] = [
  edited('its rules are taken away', { rules: undefined }),
  edited('the core rules are taken away', { rules: [rate()] }),
  edited('the rate limit is taken away', { rules: [managed(CORE)] }),
  edited('it is not measured', { visibilityConfig: seen(false) }),
  edited('a rule is not measured', { rules: [managed(CORE, false), rate()] }),
  {
    of: good,
    edit: 'the logging is taken away',
    mutate: (stacks) => drop(stacks, 'acl-logs'),
    expect: [{ name: 'acl', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the logging is of another web ACL',
    mutate: (stacks) => {
      const one = pick(stacks, 'acl-logs');
      set(one, { resourceArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/other/1' });
      one.propertyDependencies = {};
    },
    expect: [
      { name: 'acl', verdict: 'fail' },
      { name: 'acl-logs', verdict: ANY, isOptional: true },
    ],
  },
];
