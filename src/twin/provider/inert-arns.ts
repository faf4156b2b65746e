import type { PropertyMap } from '../../lib/property.ts';

/**
 * The ARN of an inert resource whose type has one that follows from its name; `undefined` for any other type, and where the program gave no
 * name. Source: "Resource types defined by" Amazon S3, Amazon SNS, Amazon CloudWatch Logs, AWS CloudTrail, Service Authorization Reference
 * (read 2026-11).
 */
export function arnOfName(type: string, inputs: PropertyMap, region: string, account: string): string | undefined {
  const naming = NAMINGS[type];
  const name = naming && inputs[naming.property];
  return typeof name === 'string' ? naming?.arn(name, `${region}:${account}`) : undefined;
}

interface Naming {
  readonly property: string;
  readonly arn: (name: string, place: string) => string;
}

const NAMINGS: Readonly<Record<string, Naming>> = {
  'aws:s3/bucket:Bucket': { property: 'bucket', arn: (name) => `arn:aws:s3:::${name}` },
  'aws:sns/topic:Topic': { property: 'name', arn: (name, place) => `arn:aws:sns:${place}:${name}` },
  'aws:cloudwatch/logGroup:LogGroup': {
    property: 'name',
    arn: (name, place) => `arn:aws:logs:${place}:log-group:${name}`,
  },
  'aws:cloudtrail/trail:Trail': { property: 'name', arn: (name, place) => `arn:aws:cloudtrail:${place}:trail/${name}` },
};
