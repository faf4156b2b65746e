/**
 * What a world that was made from checkpoints lacks of the one they are of, and what that costs a proof. `isUnknown`: something that
 * the proof rests on is not shown, so that the answer is not yes.
 */
export interface Limit {
  /**
   * `inert`: a type without behaviour. `left-out`: another package than AWS. `not-modelled`: a property. `made-up`: a value, or a
   * thing that existed before the stacks, that nobody told.
   */
  readonly kind: 'inert' | 'left-out' | 'not-modelled' | 'made-up';
  readonly urn: string;
  readonly type: string;
  readonly property?: string;
  readonly cost: string;
  readonly isUnknown: boolean;
}

/** By URN, then property: the same limits in the same order, whatever order they were found in. */
export function sortedLimits(limits: readonly Limit[]): Limit[] {
  const keyOf = ({ urn, property = '', kind }: Limit) => `${urn} ${property} ${kind}`;
  return [...limits].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** What it costs that a type has no behaviour. `isNeeded`: the proof rests on a resource that needs it. */
export function inertLimit(urn: string, type: string, isNeeded: boolean): Limit {
  const kept = KEPT_ONLY.find(([pattern]) => pattern.test(type))?.[1];
  const without = `the twin has no ${type}: it is kept without endpoint or behaviour`;
  if (kept !== undefined) return { kind: 'inert', urn, type, cost: `${without}; ${kept}`, isUnknown: false };
  const cost = isNeeded
    ? `${without}, and what the runbook relies on needs it: whether that works is not shown`
    : `${without}, and nothing that the runbook relies on needs it`;
  return { kind: 'inert', urn, type, cost, isUnknown: isNeeded };
}

/** Types whose content no rehearsal evaluates, whoever made the stacks; what that leaves unseen. */
const KEPT_ONLY: readonly (readonly [RegExp, string])[] = [
  [/^aws:(iam|ssoadmin|ram|organizations|account)\//, 'permissions are kept, not evaluated'],
  [/^aws:kms\/(alias|grant|keyPolicy)/, 'permissions are kept, not evaluated'],
  [/^aws:(vpc|ec2)\/(securityGroup\w*|defaultSecurityGroup|networkAcl\w*):/, 'networks are kept, not evaluated'],
  [
    /^aws:ec2\/(vpcEndpoint\w*|vpcDhcpOptions\w*|flowLog|mainRouteTableAssociation|defaultRouteTable|egressOnlyInternetGateway|vpcIpv4CidrBlockAssociation|managedPrefixList\w*|keyPair):/,
    'networks are kept, not evaluated',
  ],
  [
    /^aws:rds\/(clusterParameterGroup|parameterGroup|optionGroup|eventSubscription):/,
    'settings of the engine are not evaluated',
  ],
  [
    /^aws:(s3|ecr|sns|sqs|ssm|athena|glue|cloudtrail|cfg|guardduty|inspector2?|macie2?|securityhub|budgets|cur|costexplorer|chatbot|codebuild|codepipeline|codedeploy|resourcegroups)\//,
    'it is no part of what serves a request or commits a write',
  ],
  [
    /^aws:cloudwatch\/(logGroup|logMetricFilter|logResourcePolicy|logSubscriptionFilter|dashboard|compositeAlarm):/,
    'logs and pages are not shown',
  ],
  [/^aws:secretsmanager\//, 'secrets are kept, not evaluated'],
];
