import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

/**
 * A secret with its replicas: one record, in the primary's region. Table `secretsmanager.secret`, key `region/name`.
 * Values are stored here and nowhere else; the store on disk is encrypted.
 */
export interface SecretRecord {
  readonly name: string;
  readonly region: string;
  readonly arn: string;
  readonly description?: string | undefined;
  readonly kmsKeyId?: string | undefined;
  readonly policy?: string | undefined;
  readonly createdMs: number;
  readonly changedMs: number;
  /** When it is gone, while it is scheduled for deletion. */
  readonly deletionMs?: number | undefined;
  readonly replicas: readonly ReplicaRecord[];
  readonly versions: Readonly<Record<string, SecretVersionRecord>>;
  readonly tags: Tags;
}

export interface ReplicaRecord {
  readonly region: string;
  readonly kmsKeyId?: string | undefined;
  /** Why it never came to be: a secret of that name was there (refusals, SEC-05). */
  readonly failure?: string | undefined;
}

export interface SecretVersionRecord {
  readonly secretString?: string | undefined;
  readonly stages: readonly string[];
  readonly createdMs: number;
}

export const secrets = (world: World) => world.table<SecretRecord>('secretsmanager.secret');

/** The secret that a name or an ARN (of the primary or of a replica) means, as asked in a region. */
export function secretOf(world: World, region: string, nameOrArn: string): SecretRecord | undefined {
  const suffix = nameOrArn.split(':secret:')[1];
  const asked = nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[3] ?? region) : region;
  return secrets(world)
    .values()
    .find((secret) => {
      const named = suffix === undefined ? secret.name === nameOrArn : secret.arn.endsWith(`:secret:${suffix}`);
      const isThere = secret.replicas.some((replica) => replica.region === asked && replica.failure === undefined);
      return named && (secret.region === asked || isThere);
    });
}

/** A replica's ARN is the primary's with the replica's region. */
export function arnIn(secret: SecretRecord, region: string): string {
  return secret.arn.replace(`:${secret.region}:`, `:${region}:`);
}
