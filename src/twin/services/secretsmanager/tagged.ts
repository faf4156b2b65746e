import { type TaggedTable, taggedTable } from '../tagged.ts';
import { arnIn, type SecretRecord } from './records.ts';

/** A replica has the tags of its primary. */
export const tagged: readonly TaggedTable[] = [
  taggedTable<SecretRecord>('secretsmanager.secret', (secret) => [
    { arn: secret.arn, region: secret.region, tags: secret.tags },
    ...secret.replicas.map(({ region }) => ({ arn: arnIn(secret, region), region, tags: secret.tags })),
  ]),
];
