import { anyOf, type Block, type Resource, Undecided } from 'evenkeel/policy';

export const WEB_ACL = 'aws:wafv2/webAcl:WebAcl';
export const WEB_ACL_ASSOCIATION = 'aws:wafv2/webAclAssociation:WebAclAssociation';
export const WEB_ACL_LOGGING = 'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration';
export const WEB_ACL_RULE = 'aws:wafv2/webAclRule:WebAclRule';
export const RULE_GROUP = 'aws:wafv2/ruleGroup:RuleGroup';
/** Of AWS WAF Classic, which Security Hub ELB.16 and APIGateway.4 count too. */
export const CLASSIC_ASSOCIATION = 'aws:wafregional/webAclAssociation:WebAclAssociation';

/** The rules of a web ACL: its own, and those that stand beside it. As JSON text (`ruleJson`) they are not read. */
export function rulesOfAcl(acl: Resource): readonly Block[] {
  if (acl.isGiven('ruleJson')) throw new Undecided('ruleJson', 'rules as JSON text are not modelled');
  return [...acl.list('rules'), ...acl.from(WEB_ACL_RULE, 'webAclArn')];
}

/** Whether a rule is a group of AWS that acts: with `overrideAction` count it only counts. */
export function isManaged(rule: Block, group: string): boolean {
  const at = 'statement.managedRuleGroupStatement';
  if (rule.read(`${at}.name`) !== group || rule.read(`${at}.vendorName`) !== 'AWS') return false;
  return rule.read('overrideAction.count') === undefined;
}

/**
 * Whether a rule limits the rate of requests: by itself, or by a group of rules that it refers to. Rate-based statements stand nowhere
 * deeper. Source: "Rate-based rule statement", AWS WAF Developer Guide (read 2026-11).
 */
export function limitsRate(rule: Block): boolean {
  const isLimit = (one: Block) =>
    one.read('statement.rateBasedStatement.limit') !== undefined && one.read('action.count') === undefined;
  if (isLimit(rule)) return true;
  if (rule.read('statement.ruleGroupReferenceStatement') === undefined) return false;
  if (rule.read('overrideAction.count') !== undefined) return false;
  const group = rule.to('statement.ruleGroupReferenceStatement.arn', RULE_GROUP);
  return group !== undefined && anyOf(...group.list('rules').map((one) => () => isLimit(one)));
}
