import {
  attempt,
  type Block,
  type Context,
  type Finding,
  fail,
  firstOf,
  pass,
  type Resource,
  unknown,
} from 'evenkeel/policy';
import { absentFromAccount } from './account.ts';
import { isSamePlace } from './place.ts';

export const VOLUME = 'aws:ebs/volume:Volume';
export const HOST = 'aws:ec2/instance:Instance';
export const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
export const BY_DEFAULT = 'aws:ebs/encryptionByDefault:EncryptionByDefault';
export const FILES = 'aws:efs/fileSystem:FileSystem';

/** Where it is said whether a device is encrypted. */
export interface Device {
  readonly block: Block;
  readonly path: string;
}

/**
 * The block devices of a host or of a launch template. A root device of which nothing is said is there all the same, and is as
 * the image has it.
 */
export function devicesOf(resource: Resource): readonly Device[] {
  if (resource.type === HOST) {
    const others = resource.list('ebsBlockDevices').map((block) => ({ block, path: 'encrypted' }));
    return [{ block: resource, path: 'rootBlockDevice.encrypted' }, ...others];
  }
  // a mapping without `ebs` is an instance store, or takes a device of the image away
  const mapped = resource.list('blockDeviceMappings').filter((block) => block.isGiven('ebs'));
  if (mapped.length === 0) return [{ block: resource, path: 'blockDeviceMappings' }];
  return mapped.map((block) => ({ block, path: 'ebs.encrypted' }));
}

/**
 * Whether a device is encrypted: it says so, or its account encrypts by default in its region whatever is said. What AWS tells of a
 * device that is there counts more than a default, which may be younger. Source: "Enable Amazon EBS encryption by default", Amazon EBS
 * User Guide (read 2026-11).
 */
export function isEncrypted({ block, path }: Device, place: Resource, { estate }: Context): Finding {
  const said = attempt(() => block.read(path)?.toString());
  const isTold = !place.isPlanned && !block.isGiven(path);
  if ('value' in said && said.value === 'true') return pass();
  if ('value' in said && said.value === 'false' && isTold) return fail('is not encrypted', path);
  const defaults = estate.having(BY_DEFAULT, regionOf, place.region).filter((one) => isSamePlace(one, place));
  if (firstOf(defaults, (one) => one.readOr('enabled', true) === true) !== undefined) return pass();
  if ('undecided' in said) throw said.undecided;
  if (said.value === 'false') return fail('is not encrypted', path);
  const message = 'does not say that it is encrypted, and nothing encrypts it by default';
  // the root device of a host is as its image has it, and a device of a snapshot as the snapshot has it
  if (place.type !== VOLUME || block.isGiven('snapshotId')) return unknown(message, path);
  return defaults.length > 0 ? fail(message, path) : absentFromAccount(estate, message);
}

function regionOf(resource: Resource): string {
  return resource.region;
}
