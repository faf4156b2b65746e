import { GLOBAL_REGION, type TaggedTable, taggedTable } from '../tagged.ts';
import type { InstanceProfileRecord } from './records.ts';

/** GetResources does not support roles (API reference of tagging, supported services): only a listing of IAM's own finds one. */
export const tagged: readonly TaggedTable[] = [
  taggedTable<InstanceProfileRecord>('iam.instance-profile', ({ arn, tags }) => [{ arn, region: GLOBAL_REGION, tags }]),
];
