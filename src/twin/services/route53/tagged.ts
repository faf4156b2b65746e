import { GLOBAL_REGION, type TaggedTable, taggedTable } from '../tagged.ts';
import { type HealthCheckRecord, healthCheckArn, type ZoneRecord, zoneArn } from './records.ts';

export const tagged: readonly TaggedTable[] = [
  taggedTable<HealthCheckRecord>('route53.health-check', ({ id, tags }) => [
    { arn: healthCheckArn(id), region: GLOBAL_REGION, tags },
  ]),
  taggedTable<ZoneRecord>('route53.zone', ({ id, tags }) => [{ arn: zoneArn(id), region: GLOBAL_REGION, tags }]),
];
