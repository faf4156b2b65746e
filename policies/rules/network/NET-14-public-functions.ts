import { anyOf, fail, firstOf, must, pass, requires, rule } from 'evenkeel/policy';

const PERMISSION = 'aws:lambda/permission:Permission';
const URL = 'aws:lambda/functionUrl:FunctionUrl';
const CLUSTER = 'aws:eks/cluster:Cluster';
const RANGES = 'vpcConfig.publicAccessCidrs';
const LIMITS = ['sourceAccount', 'sourceArn', 'principalOrgId'];

export const net14 = rule({
  id: 'NET-14',
  title: 'No function is invoked by everyone, and no cluster is controlled from everywhere',
  why: 'Whatever everyone may call is called by everyone: for its data, for what it may do, or for its bill.',
  remedy:
    'Name the principal of a permission, or limit it by `sourceAccount` or `sourceArn`; set `authorizationType` to AWS_IAM; make the endpoint of a cluster private, or give `publicAccessCidrs`.',
  severity: 'high',
  types: [PERMISSION, URL, CLUSTER],
  decidedAt: 'preview',
  cannotSee: [
    'a check of its own that the function makes',
    'ranges that together are the whole internet, such as 0.0.0.0/1 and 128.0.0.0/1',
  ],
  parameters: {
    services: {
      default: ['s3.amazonaws.com'],
      means: 'services that anyone can have call a function, where no source is said (Security Hub Lambda.1)',
    },
  },
  check: {
    [PERMISSION]: (permission, { services }) => {
      const principal = String(permission.need('principal'));
      if (principal !== '*' && !services.includes(principal)) return pass();
      const isLimited = () => anyOf(...LIMITS.map((name) => () => permission.isGiven(name)));
      return must(isLimited, `lets ${principal} invoke for anyone`, 'principal');
    },
    [URL]: requires('authorizationType', 'AWS_IAM'),
    [CLUSTER]: (cluster) => {
      if (cluster.readOr('vpcConfig.endpointPublicAccess', true) === false) return pass();
      const isTold = !cluster.isPlanned || cluster.isGiven(RANGES);
      const ranges = isTold ? cluster.each(RANGES) : [];
      const open = firstOf(ranges, (range) => range()?.endsWith('/0') === true);
      const isOpen = ranges.length === 0 || open !== undefined;
      return isOpen ? fail('has an endpoint that everyone reaches', RANGES) : pass();
    },
  },
});
