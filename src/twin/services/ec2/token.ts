import { canonicalHash } from '../../../lib/canonical.ts';
import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { Table } from '../../world.ts';

interface KeptToken {
  readonly request: string;
  readonly ids: readonly string[];
}

/**
 * Makes something once for a client token: the ids that `make` gave the first time, whenever the same request comes
 * again. `scope` is what the token holds in besides its region and operation, such as a zone (row EC2-02). AWS does not
 * publish for how long a token holds; here it always does.
 */
export function onceFor(
  call: Call,
  token: string | undefined,
  scope: string,
  input: object,
  make: () => readonly string[],
): readonly string[] {
  if (token === undefined) return make();
  const table: Table<KeptToken> = call.world.table('ec2.client-token');
  const key = `${call.region}/${call.operation}/${scope}/${token}`;
  const request = canonicalHash({ ...input, ClientToken: undefined });
  const kept = table.get(key);
  if (!kept) {
    const ids = make();
    table.put(key, { request, ids });
    return ids;
  }
  if (kept.request === request) return kept.ids;
  throw new AwsError('IdempotentParameterMismatch', `the token ${token} came before with other parameters`, {
    row: 'EC2-04',
  });
}
