import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Added, drop, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { deployed, each, managedElsewhere, OPEN, previewed } from './common.ts';

/** "Internet-facing ALB/CloudFront/API stage has a web ACL." */
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const STAGE = 'aws:apigateway/stage:Stage';
const ACL = 'aws:wafv2/webAcl:WebAcl';
const ASSOCIATION = 'aws:wafv2/webAclAssociation:WebAclAssociation';
const alb = { loadBalancerType: 'application', internal: false };
const BALANCER_ARN = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/1';
const stage = { restApi: 'a1b2c3d4e5', stageName: 'live', deployment: 'd1' };

function acl(add: Add, scope = 'REGIONAL'): Added {
  return add(ACL, `acl-${scope.toLowerCase()}`, { scope, defaultAction: { allow: {} } });
}

function guard(add: Add, name: string, by: Added, of: Added): void {
  add(ASSOCIATION, name, { webAclArn: by.ref('arn'), resourceArn: of.ref('arn') });
}

function guarded(add: Add): void {
  const regional = acl(add);
  guard(add, 'balancer-guard', regional, add(BALANCER, 'balancer', alb));
  guard(add, 'stage-guard', regional, add(STAGE, 'stage', stage));
  add(DISTRIBUTION, 'distribution', { enabled: true, webAclId: acl(add, 'CLOUDFRONT').ref('arn') });
}

const good = 'a web ACL stands before the balancer, the stage and the distribution';
const names = ['balancer', 'stage', 'distribution'] as const;

export const cases: readonly RuleCase[] = [
  { title: good, stacks: deployed(guarded), expect: each('pass', ...names) },
  {
    title: 'nothing stands before them',
    stacks: deployed((add) => {
      add(BALANCER, 'balancer', alb);
      add(STAGE, 'stage', stage);
      add(DISTRIBUTION, 'distribution', { enabled: true });
    }),
    expect: each('fail', ...names),
  },
  {
    title: 'a balancer whose scheme is not told faces the internet, and the web ACL of another does not help it',
    stacks: deployed((add) => {
      add(BALANCER, 'open', { subnets: [] });
      guard(add, 'guard', acl(add), add(BALANCER, 'guarded', alb));
    }),
    expect: [
      { name: 'open', verdict: 'fail' },
      { name: 'guarded', verdict: 'pass' },
    ],
  },
  {
    title: 'what is internal, and a balancer that takes no web ACL, is not meant',
    stacks: deployed((add) => {
      add(BALANCER, 'inner', { loadBalancerType: 'application', internal: true });
      add(BALANCER, 'network', { loadBalancerType: 'network', internal: false });
      add(BALANCER, 'gateway', { loadBalancerType: 'gateway' });
    }),
    expect: each('not-applicable', 'inner', 'network', 'gateway'),
  },
  {
    title: 'the association may be in another stack',
    stacks: [
      stackOf({ name: 'web' }, (add) => void add(BALANCER, 'balancer', alb, { computed: { arn: BALANCER_ARN } })),
      stackOf({ name: 'edge' }, (add) => {
        add(ASSOCIATION, 'guard', { webAclArn: acl(add).ref('arn'), resourceArn: BALANCER_ARN });
      }),
    ],
    expect: [{ name: 'balancer', verdict: 'pass' }],
  },
  managedElsewhere(BALANCER, alb),
  {
    title: 'in a first preview the edges tell what is guarded; what is not known is not decided',
    stacks: previewed((add) => {
      guarded(add);
      add(BALANCER, 'perhaps-inner', { loadBalancerType: 'application', internal: UNKNOWN });
    }),
    expect: [...each('pass' as const, ...names), { name: 'perhaps-inner', verdict: OPEN }],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the association of the balancer is taken away',
    mutate: (stacks) => drop(stacks, 'balancer-guard'),
    expect: [{ name: 'balancer', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the association of the stage is taken away',
    mutate: (stacks) => drop(stacks, 'stage-guard'),
    expect: [{ name: 'stage', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the distribution names no web ACL',
    mutate: (stacks) => {
      const one = pick(stacks, 'distribution');
      set(one, { webAclId: undefined });
      one.propertyDependencies = {};
    },
    expect: [{ name: 'distribution', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the distribution names an empty web ACL',
    mutate: (stacks) => {
      const one = pick(stacks, 'distribution');
      set(one, { webAclId: '' });
      one.propertyDependencies = {};
    },
    expect: [{ name: 'distribution', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the association is of another balancer',
    mutate: (stacks) => {
      const one = pick(stacks, 'balancer-guard');
      set(one, { resourceArn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/other/2' });
      one.propertyDependencies = {};
    },
    expect: [{ name: 'balancer', verdict: 'fail' }],
  },
];
