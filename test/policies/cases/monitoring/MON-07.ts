import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type MutableStack, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, OPEN } from '../encryption/builders.ts';

/** "Access logs on; log-target buckets exempt automatically." */
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const BUCKET = 'aws:s3/bucket:Bucket';
const LOGGING = 'aws:s3/bucketLogging:BucketLogging';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const STAGE = 'aws:apigatewayv2/stage:Stage';
const site = { enabled: true, origins: [{ originId: 'web', domainName: 'web.example.com' }] };
const accessLogSettings = {
  destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:api',
  format: '$context.requestId',
};

function logged(add: Add): void {
  const domain = { computed: { bucketDomainName: 'logs-prod.s3.amazonaws.com' } };
  const logs = add(BUCKET, 'logs', { bucket: 'logs-prod' }, { id: 'logs-prod', ...domain });
  add(BALANCER, 'front', { loadBalancerType: 'application', accessLogs: { bucket: logs.ref('id'), enabled: true } });
  const data = add(BUCKET, 'data', {});
  add(LOGGING, 'logging', { bucket: data.ref('id'), targetBucket: logs.ref('id'), targetPrefix: 'data/' });
  add(BUCKET, 'inline', { logging: { targetBucket: logs.ref('id'), targetPrefix: 'inline/' } });
  add(DISTRIBUTION, 'site', { ...site, loggingConfig: { bucket: logs.ref('bucketDomainName'), prefix: 'site/' } });
  add(STAGE, 'api', { apiId: 'a1b2c3', name: '$default', accessLogSettings });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'balancers, buckets, distributions and stages log who reaches them',
    stacks: [stackOf({ name: 'prod' }, logged)],
    expect: all(['front', 'data', 'inline', 'site', 'api'], 'pass'),
  },
  {
    title: 'what logs nobody fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(BALANCER, 'front', { loadBalancerType: 'application' });
        add(BALANCER, 'switched-off', {
          loadBalancerType: 'application',
          accessLogs: { bucket: 'logs-prod', enabled: false },
        });
        add(BALANCER, 'not-switched-on', { loadBalancerType: 'application', accessLogs: { bucket: 'logs-prod' } });
        add(BUCKET, 'data', {});
        add(DISTRIBUTION, 'site', site);
        add(STAGE, 'api', { apiId: 'a1b2c3', name: '$default' });
      }),
    ],
    expect: all(['front', 'switched-off', 'not-switched-on', 'data', 'site', 'api'], 'fail'),
  },
  {
    title: 'a bucket that holds the logs of others is exempt',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        const ofBalancer = add(BUCKET, 'of-balancer', {});
        add(BALANCER, 'front', {
          loadBalancerType: 'application',
          accessLogs: { bucket: ofBalancer.ref('id'), enabled: true },
        });
        const ofBucket = add(BUCKET, 'of-bucket', {});
        const data = add(BUCKET, 'data', {});
        add(LOGGING, 'logging', { bucket: data.ref('id'), targetBucket: ofBucket.ref('id'), targetPrefix: '' });
        const ofTrail = add(BUCKET, 'of-trail', {});
        add('aws:cloudtrail/trail:Trail', 'trail', { s3BucketName: ofTrail.ref('id') });
      }),
    ],
    expect: all(['of-balancer', 'of-bucket', 'of-trail'], 'not-applicable'),
  },
  {
    title: 'a gateway balancer has no access logs',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(BALANCER, 'gateway', { loadBalancerType: 'gateway' }))],
    expect: [{ name: 'gateway', verdict: 'not-applicable' }],
  },
  {
    title: 'in a first preview the edges tell bucket and target; what is not known is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        logged(add);
        add(BALANCER, 'open', {
          loadBalancerType: 'application',
          accessLogs: { bucket: 'logs-prod', enabled: UNKNOWN },
        });
        add(BALANCER, 'off', { loadBalancerType: 'application', accessLogs: { bucket: UNKNOWN, enabled: false } });
      }),
    ],
    expect: [
      ...all(['front', 'data', 'inline', 'site', 'api'], 'pass'),
      { name: 'logs', verdict: 'not-applicable' },
      { name: 'open', verdict: OPEN },
      { name: 'off', verdict: 'fail' },
    ],
  },
];

const of = 'balancers, buckets, distributions and stages log who reaches them';
const none = undefined as never;
const change = (edit: string, name: string, properties: Parameters<typeof set>[1]) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) => {
    set(pick(stacks, name), properties);
    pick(stacks, name).propertyDependencies = {};
  },
  expect: [{ name, verdict: 'fail' as const }],
});

export const mutations: readonly Mutation[] = [
  change('the balancer logs nothing', 'front', { accessLogs: none }),
  change('the logs of the balancer are switched off', 'front', { accessLogs: { bucket: 'logs-prod', enabled: false } }),
  change('the logs of the balancer are not switched on', 'front', { accessLogs: { bucket: 'logs-prod' } }),
  change('the inline logging of a bucket is taken away', 'inline', { logging: none }),
  change('the distribution logs nothing', 'site', { loggingConfig: none }),
  change('the stage logs nothing', 'api', { accessLogSettings: none }),
  {
    of,
    edit: 'the separate logging of a bucket is gone',
    mutate: (stacks) => drop(stacks, 'logging'),
    expect: [{ name: 'data', verdict: 'fail' }],
  },
];
