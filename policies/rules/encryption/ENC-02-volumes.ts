import { every, requires, rule } from 'evenkeel/policy';
import { BY_DEFAULT, devicesOf, FILES, HOST, isEncrypted, TEMPLATE, VOLUME } from '../../facts/block-devices.ts';

export const enc02 = rule({
  id: 'ENC-02',
  title: 'Every block device and file system is encrypted',
  why: 'Snapshots and images of a disk that is not encrypted can be shared with any account, and read there.',
  remedy:
    'Set `encrypted: true` on volumes, devices and file systems, or switch `ebs.EncryptionByDefault` on in every region.',
  severity: 'high',
  types: [VOLUME, HOST, TEMPLATE, BY_DEFAULT, FILES],
  decidedAt: 'deployed',
  cannotSee: [
    'whether the image of a device that says nothing is encrypted, until it is there: the verdict is unknown without a default of the account',
    'volumes that were made before the default was switched on, where no program declares them',
  ],
  parameters: {},
  check: {
    [VOLUME]: (volume, _, context) => isEncrypted({ block: volume, path: 'encrypted' }, volume, context),
    [HOST]: (host, _, context) => every(devicesOf(host), (device) => isEncrypted(device, host, context)),
    [TEMPLATE]: (template, _, context) =>
      every(devicesOf(template), (device) => isEncrypted(device, template, context)),
    [BY_DEFAULT]: requires('enabled', true, { default: true, message: 'is switched off' }),
    [FILES]: requires('encrypted', true, { default: false, message: 'is not encrypted' }),
  },
});
