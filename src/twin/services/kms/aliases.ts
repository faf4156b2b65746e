import { AwsError } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import { pageOf } from '../page.ts';
import type { Kms } from './api.ts';
import { findKey, usable } from './find.ts';
import { type AliasRecord, aliases } from './records.ts';

export const aliasHandlers: Kms = {
  CreateAlias(input, call) {
    const name = input.AliasName ?? '';
    if (!/^alias\/[\w/-]+$/.test(name) || name.startsWith('alias/aws/')) {
      throw new AwsError('InvalidAliasNameException', `${name} must begin with alias/, and not with alias/aws/`);
    }
    if (aliases(call.world).get(`${call.region}/${name}`)) {
      throw new AwsError('AlreadyExistsException', `there is an alias ${name} in ${call.region}`);
    }
    const { id } = usable(call, input.TargetKeyId);
    const arn = `arn:aws:kms:${call.region}:${call.account}:${name}`;
    put(call, { name, region: call.region, arn, keyId: id, createdMs: call.world.nowMs });
    return {};
  },

  UpdateAlias(input, call) {
    const alias = find(call, input.AliasName);
    put(call, { ...alias, keyId: usable(call, input.TargetKeyId).id });
    return {};
  },

  DeleteAlias(input, call) {
    const { name } = find(call, input.AliasName);
    aliases(call.world).delete(`${call.region}/${name}`);
    return {};
  },

  /** The aliases of AWS managed keys are not listed: they have no record. */
  ListAliases(input, call) {
    const keyId = input.KeyId === undefined ? undefined : findKey(call, input.KeyId).id;
    const all = aliases(call.world)
      .values(`${call.region}/`)
      .filter((alias) => keyId === undefined || alias.keyId === keyId);
    const { items, next } = pageOf(call, input, all, PAGES);
    return {
      Aliases: items.map((alias) => ({
        AliasName: alias.name,
        AliasArn: alias.arn,
        TargetKeyId: alias.keyId,
        CreationDate: new Date(alias.createdMs),
      })),
      Truncated: next !== undefined,
      NextMarker: next,
    };
  },
};

/** API reference, ListAliases. */
const PAGES = {
  size: 'Limit',
  token: 'Marker',
  least: 1,
  most: 100,
  usual: 50,
  wrongSize: 'ValidationException',
  wrongToken: 'InvalidMarkerException',
} as const;

function find(call: Call, name: string | undefined): AliasRecord {
  const alias = aliases(call.world).get(`${call.region}/${name}`);
  if (!alias) throw new AwsError('NotFoundException', `there is no ${name} in ${call.region}`);
  return alias;
}

function put(call: Call, alias: AliasRecord): void {
  aliases(call.world).put(`${alias.region}/${alias.name}`, alias);
}
