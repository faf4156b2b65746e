/**
 * The one type token of a resource that the SDK knows under several: `aws:alb/*` and its older names are `aws:lb/*`
 * (load balancers), `aws:elasticloadbalancing/*` is `aws:elb/*` (classic ones), the `…V2` of the S3 types are the plain ones. Any
 * other token is answered as it is. Source: the aliases that @pulumi/aws 7.48.0 declares.
 */
export function canonicalType(type: string): string {
  const balancer = /^aws:(?:alb|applicationloadbalancing|elasticloadbalancingv2)\/(.+)$/.exec(type)?.[1];
  if (balancer !== undefined) return `aws:lb/${balancer}`;
  const classic = /^aws:elasticloadbalancing\/(.+)$/.exec(type)?.[1];
  if (classic !== undefined) return `aws:elb/${classic}`;
  const bucket = /^aws:s3\/(bucket\w*)V2:(Bucket\w*)V2$/.exec(type);
  if (bucket !== null) return `aws:s3/${bucket[1]}:${bucket[2]}`;
  return type;
}

/** True for a resource of the AWS provider, as opposed to components, providers and other packages. */
export function isAwsType(type: string): boolean {
  return /^aws:[\w-]+\/\w+:\w+$/.test(type);
}
