import { expect } from 'vitest';
import { EndpointUnreachable } from '../../../src/twin/aws-error.ts';
import { strike } from '../../../src/twin/physics/faults.ts';
import { EAST, NetworkWorld, WEST } from '../../support/network-world.ts';
import { RefusalTests } from '../../support/refusal-rows.ts';
import { coverage } from './identity.ts';

const rows = new RefusalTests(['IAM'], coverage);
const POLICY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** A world with a role that may be taken for two hours and has a policy. */
function ready(): { world: NetworkWorld; arn: string } {
  const world = new NetworkWorld();
  const { Role } = world.call<{ Role: { Arn: string } }>('iam', 'CreateRole', {
    RoleName: 'operator',
    AssumeRolePolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
    MaxSessionDuration: 7200,
  });
  world.call('iam', 'AttachRolePolicy', { RoleName: 'operator', PolicyArn: POLICY });
  return { world, arn: Role.Arn };
}

function assume(world: NetworkWorld, arn: string, more: object = {}, options: object = {}): string {
  const input = { RoleArn: arn, RoleSessionName: 's', ...more };
  const { Credentials } = world.call<{ Credentials: { AccessKeyId: string } }>('sts', 'AssumeRole', input, options);
  return Credentials.AccessKeyId;
}

rows.shows('IAM-02', () => {
  const { world, arn } = ready();
  world.world.transact(() => strike(world.world, { kind: 'region-loss', region: EAST }));
  const detach = () =>
    world.call('iam', 'DetachRolePolicy', { RoleName: 'operator', PolicyArn: POLICY }, { region: WEST });
  expect(detach).toThrow(EndpointUnreachable);
  expect(assume(world, arn, {}, { region: WEST })).toMatch(/^TWIN[0-9A-F]{16}$/);
});

rows.refuses('IAM-03', 'ExpiredTokenException', 'D', () => {
  const { world, arn } = ready();
  const accessKeyId = assume(world, arn, { DurationSeconds: 900 });
  const whoAmI = () => world.call<{ Arn: string }>('sts', 'GetCallerIdentity', {}, { accessKeyId });
  world.pass(899);
  expect(whoAmI().Arn).toBe('arn:aws:sts::111122223333:assumed-role/operator/s');
  world.pass(1);
  whoAmI();
});

rows.refuses('IAM-04', 'ValidationError', 'M', () => {
  const { world, arn } = ready();
  const accessKeyId = assume(world, arn, { DurationSeconds: 7200 });
  assume(world, arn, { DurationSeconds: 3600 }, { accessKeyId });
  assume(world, arn, { DurationSeconds: 3601 }, { accessKeyId });
});

rows.refuses('IAM-05', 'PackedPolicyTooLarge', 'V', () => {
  const { world, arn } = ready();
  const policy = (length: number) => `"${'x'.repeat(length - 2)}"`;
  assume(world, arn, { Policy: policy(2048) });
  assume(world, arn, { Policy: policy(2049) });
});

rows.refuses('IAM-08', 'DeleteConflict', 'V', () => {
  const { world } = ready();
  world.call('iam', 'DeleteRole', { RoleName: 'operator' });
});

rows.complete();
