import type { WireRequest } from './message.ts';

/** What a SigV4 credential says of a request. The signature itself is not checked: the twin's keys are no secrets. */
export interface Scope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly signingName: string;
}

/** From the Authorization header, or the query of a presigned URL. `undefined` where the request is not signed. */
export function scopeOf({ headers, query }: WireRequest): Scope | undefined {
  const credential = /Credential=([^,\s]+)/.exec(headers['authorization'] ?? '')?.[1] ?? query.get('X-Amz-Credential');
  const [accessKeyId, , region, signingName, end] = credential?.split('/') ?? [];
  if (!accessKeyId || !region || !signingName || end !== 'aws4_request') return undefined;
  return { accessKeyId, region, signingName };
}

/** Every access key that the twin accepts starts with this; no key of AWS does (theirs start with `A`). */
export const TWIN_KEY_PREFIX = 'TWIN';
