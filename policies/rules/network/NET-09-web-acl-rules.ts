import { every, firstOf, has, missing, must, pass, requires, rule, together } from 'evenkeel/policy';
import {
  isManaged,
  limitsRate,
  RULE_GROUP,
  rulesOfAcl,
  WEB_ACL,
  WEB_ACL_LOGGING,
  WEB_ACL_RULE,
} from '../../facts/web-acl.ts';

const METRICS = 'visibilityConfig.cloudwatchMetricsEnabled';

export const net09 = rule({
  id: 'NET-09',
  title: 'A web ACL has the core rules of AWS and a rate limit, is measured and is logged',
  why: 'A web ACL without rules lets everything through; one that nobody measures or logs tells nobody of an attack.',
  remedy:
    'Add the managed group `AWSManagedRulesCommonRuleSet` and a rate-based rule, turn metrics on for the ACL and each rule, and add a `WebAclLoggingConfiguration`.',
  severity: 'medium',
  types: [WEB_ACL],
  reads: [WEB_ACL_LOGGING, WEB_ACL_RULE, RULE_GROUP],
  decidedAt: 'preview',
  cannotSee: [
    'rules that are written as JSON text (`ruleJson`): the verdict is unknown',
    'rules that AWS Firewall Manager puts before or after those of the ACL',
    'which rules of a managed group are set to count one by one',
  ],
  parameters: { core: { default: 'AWSManagedRulesCommonRuleSet', means: 'the managed group of AWS that must act' } },
  check: together(
    (acl, { core }) =>
      must(
        () => firstOf(rulesOfAcl(acl), (one) => isManaged(one, core)) !== undefined,
        `has no rule of ${core}`,
        'rules',
      ),
    (acl) => must(() => firstOf(rulesOfAcl(acl), limitsRate) !== undefined, 'limits no rate', 'rules'),
    requires(METRICS, true),
    (acl) =>
      every(rulesOfAcl(acl), (one) => must(() => one.need(METRICS) === true, 'has rules without metrics', 'rules')),
    (acl, _, { estate }) => (has(acl, WEB_ACL_LOGGING, 'resourceArn') ? pass() : missing(estate, 'is not logged')),
  ),
});
