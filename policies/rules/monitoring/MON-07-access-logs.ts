import { anyOf, fail, has, must, type Resource, requires, rule, some } from 'evenkeel/policy';
import { BUCKET, BUCKET_LOGGING, isLogBucket, loggingOf } from '../../facts/bucket.ts';
import { BALANCER } from '../../facts/counterparts.ts';

const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const STAGE = 'aws:apigatewayv2/stage:Stage';
const DELIVERY_SOURCE = 'aws:cloudwatch/logDeliverySource:LogDeliverySource';
const DELIVERY = 'aws:cloudwatch/logDelivery:LogDelivery';

export const mon07 = rule({
  id: 'MON-07',
  title: 'Balancers, buckets, distributions and stages log who reaches them',
  why: 'Who took what, and who tried, is seen in access logs alone; nothing else keeps it.',
  remedy:
    'Set `accessLogs` with `enabled: true` on balancers, `s3.BucketLogging` on buckets, `loggingConfig` on distributions, `accessLogSettings` on stages.',
  severity: 'medium',
  types: [BALANCER, BUCKET, DISTRIBUTION, STAGE],
  reads: [BUCKET_LOGGING, DELIVERY_SOURCE, DELIVERY],
  decidedAt: 'deployed',
  cannotSee: [
    'whether the logs arrive: the target’s policy may refuse them',
    'logs of objects by data events of a trail, which stand beside these',
    'that a network balancer logs its TLS listeners alone',
  ],
  parameters: {},
  // S3.9: the logging of a target would log itself without end (Security Hub User Guide)
  appliesTo(resource) {
    if (resource.type === BUCKET) return !isLogBucket(resource) || 'holds the logs of others';
    const isGateway = resource.type === BALANCER && resource.read('loadBalancerType') === 'gateway';
    return !isGateway || 'is a gateway balancer, which has no access logs';
  },
  check: {
    [BALANCER]: requires('accessLogs.enabled', true, { default: false, message: 'logs nobody who reaches it' }),
    [BUCKET](bucket) {
      const logged = loggingOf(bucket);
      if (logged.length === 0) return fail('logs nobody who reads it', 'logging');
      return some(logged, (logging) => must(logging.isGiven('targetBucket'), 'logs nobody who reads it', 'logging'));
    },
    [DISTRIBUTION]: (distribution) => must(() => isLogged(distribution), 'logs nobody who reaches it', 'loggingConfig'),
    [STAGE]: requires('accessLogSettings.destinationArn', 'given', { message: 'logs nobody who calls it' }),
  },
});

/** In the older form by its own configuration, in the newer one by a delivery of CloudWatch Logs. */
function isLogged(distribution: Resource): boolean {
  const deliveries = distribution.from(DELIVERY_SOURCE, 'resourceArn');
  return anyOf(
    () => distribution.isGiven('loggingConfig.bucket'),
    ...deliveries.map((source) => () => has(source, DELIVERY, 'deliverySourceName')),
  );
}
