import { AwsError } from '../../../src/twin/aws-error.ts';
import type { ServiceName } from '../../../src/twin/call.ts';
import type { Request } from '../../../src/twin/dispatch.ts';
import { createWire, type Wire, type WireRequest } from '../../../src/twin/wire/index.ts';
import { serviceModel } from '../../../src/twin/wire/model/load.ts';

/** A wire over handlers written in the test; `requests` is what they were asked. */
export function stubWire(answer: (request: Request) => object): { wire: Wire; requests: Request[] } {
  const requests: Request[] = [];
  const wire = createWire({
    modelled: (service) => [...serviceModel(service).operations.keys()].sort(),
    dispatch(request) {
      requests.push(request);
      return answer(request);
    },
  });
  return { wire, requests };
}

export function refusing(code: string, message: string, options?: ConstructorParameters<typeof AwsError>[2]) {
  return stubWire(() => {
    throw new AwsError(code, message, options);
  });
}

/** A request as a client of any age could send it, signed for a service by its signing name. */
export function rawRequest(
  signingName: string,
  parts: Partial<Omit<WireRequest, 'query'>> & { query?: string; accessKeyId?: string },
): WireRequest {
  const { accessKeyId = 'TWINTEST', headers, query = '', ...rest } = parts;
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/${signingName}/aws4_request, SignedHeaders=host, Signature=0`;
  return {
    method: 'POST',
    path: '/',
    body: '',
    ...rest,
    query: new URLSearchParams(query),
    headers: { authorization, ...headers },
  };
}

export const form = (body: string) => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  body,
});

export const json = (target: string, body: string, version = '1.1') => ({
  headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
  body,
});

/** The SDK module of a service. */
export const SDK: Readonly<Record<ServiceName, () => Promise<Record<string, unknown>>>> = {
  acm: () => import('@aws-sdk/client-acm'),
  autoscaling: () => import('@aws-sdk/client-auto-scaling'),
  backup: () => import('@aws-sdk/client-backup'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  ec2: () => import('@aws-sdk/client-ec2'),
  elbv2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  events: () => import('@aws-sdk/client-eventbridge'),
  iam: () => import('@aws-sdk/client-iam'),
  kms: () => import('@aws-sdk/client-kms'),
  lambda: () => import('@aws-sdk/client-lambda'),
  rds: () => import('@aws-sdk/client-rds'),
  resourcegroupstaggingapi: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  route53: () => import('@aws-sdk/client-route-53'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  sts: () => import('@aws-sdk/client-sts'),
};
