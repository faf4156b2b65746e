import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { all, OPEN } from './builders.ts';

/** "All block devices and EFS encrypted, or account default on." */
const VOLUME = 'aws:ebs/volume:Volume';
const HOST = 'aws:ec2/instance:Instance';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const DEFAULT = 'aws:ebs/encryptionByDefault:EncryptionByDefault';
const FILES = 'aws:efs/fileSystem:FileSystem';
const zone = { availabilityZone: 'us-east-1a', size: 20 };
const root = (encrypted: boolean) => ({ volumeSize: 20, encrypted });
const extra = (encrypted: boolean) => [{ deviceName: '/dev/sdf', volumeSize: 50, encrypted }];
const mapping = (encrypted: string) => [{ deviceName: '/dev/xvda', ebs: { volumeSize: 20, encrypted } }];

function silent(add: Add): void {
  add(VOLUME, 'volume', zone);
  add(TEMPLATE, 'template', { blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { volumeSize: 20 } }] });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'every block device and file system says that it is encrypted',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(VOLUME, 'volume', { ...zone, encrypted: true });
        add(HOST, 'host', { instanceType: 'm7g.large', rootBlockDevice: root(true), ebsBlockDevices: extra(true) });
        add(TEMPLATE, 'template', { blockDeviceMappings: mapping('true') });
        add(FILES, 'files', { encrypted: true });
      }),
    ],
    expect: all(['volume', 'host', 'template', 'files'], 'pass'),
  },
  {
    title: 'block devices in the clear fail, and the default of another region does not help',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(VOLUME, 'volume', { ...zone, encrypted: false });
        add(HOST, 'root', { instanceType: 'm7g.large', rootBlockDevice: root(false), ebsBlockDevices: extra(true) });
        add(HOST, 'second', { instanceType: 'm7g.large', rootBlockDevice: root(true), ebsBlockDevices: extra(false) });
        add(TEMPLATE, 'template', { blockDeviceMappings: mapping('false') });
        add(FILES, 'files', { encrypted: false });
        add(DEFAULT, 'elsewhere', { region: 'us-west-2', enabled: true });
      }),
    ],
    expect: all(['volume', 'root', 'second', 'template', 'files'], 'fail'),
  },
  {
    title: 'the default of the account encrypts what says nothing',
    stacks: [
      stackOf({ name: 'prod' }, silent),
      stackOf({ name: 'account-prod' }, (add) => void add(DEFAULT, 'default', { enabled: true })),
    ],
    expect: all(['volume', 'template', 'default'], 'pass'),
  },
  {
    title: 'the default of the account is for block devices, not for file systems',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(FILES, 'files', { encrypted: false });
        add(DEFAULT, 'default', { enabled: true });
      }),
    ],
    expect: [{ name: 'files', verdict: 'fail' }],
  },
  {
    title: 'a default that is off is none',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        silent(add);
        add(DEFAULT, 'default', { enabled: false });
      }),
    ],
    expect: [
      { name: 'volume', verdict: 'fail' },
      { name: 'template', verdict: ['fail', 'unknown'] },
      { name: 'default', verdict: ['fail', 'not-applicable'] },
    ],
  },
  {
    title: 'without the stack of the account, what says nothing is not decided',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(TEMPLATE, 'template', { imageId: 'ami-0123456789abcdef0' }))],
    expect: [{ name: 'template', verdict: 'unknown' }],
  },
  {
    title: 'what is not known yet is not decided, and hides no device in the clear',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(VOLUME, 'open', { ...zone, encrypted: UNKNOWN });
        const open = [{ deviceName: '/dev/sdf', encrypted: UNKNOWN }];
        add(HOST, 'host', { instanceType: 'm7g.large', rootBlockDevice: root(false), ebsBlockDevices: open });
        add(FILES, 'files', { encrypted: true });
      }),
    ],
    expect: [
      { name: 'open', verdict: OPEN },
      { name: 'host', verdict: ['fail', ...OPEN] },
      { name: 'files', verdict: 'pass' },
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(FILES, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const said = 'every block device and file system says that it is encrypted';
const byDefault = 'the default of the account encrypts what says nothing';

export const mutations: readonly Mutation[] = [
  ...['volume', 'files'].map((name) => ({
    of: said,
    edit: `${name} is not encrypted`,
    mutate: (stacks: Parameters<Mutation['mutate']>[0]) => set(pick(stacks, name), { encrypted: false }),
    expect: [{ name, verdict: 'fail' as const }],
  })),
  {
    of: said,
    edit: 'the root device of a host is not encrypted',
    mutate: (stacks) => set(pick(stacks, 'host'), { rootBlockDevice: root(false) }),
    expect: [{ name: 'host', verdict: 'fail' }],
  },
  {
    of: said,
    edit: 'another device of a host is not encrypted',
    mutate: (stacks) => set(pick(stacks, 'host'), { ebsBlockDevices: [...extra(true), ...extra(false)] }),
    expect: [{ name: 'host', verdict: 'fail' }],
  },
  {
    of: said,
    edit: 'a device of a launch template is not encrypted',
    mutate: (stacks) => set(pick(stacks, 'template'), { blockDeviceMappings: mapping('false') }),
    expect: [{ name: 'template', verdict: 'fail' }],
  },
  {
    of: byDefault,
    edit: 'the default is switched off',
    mutate: (stacks) => set(pick(stacks, 'default'), { enabled: false }),
    expect: [
      { name: 'volume', verdict: 'fail' },
      { name: 'template', verdict: ['fail', 'unknown'] },
      { name: 'default', verdict: ['fail', 'not-applicable'] },
    ],
  },
  {
    of: byDefault,
    edit: 'the default is that of another region',
    mutate: (stacks) => set(pick(stacks, 'default'), { region: 'us-west-2' }),
    expect: [
      { name: 'volume', verdict: ['fail', 'unknown'] },
      { name: 'template', verdict: ['fail', 'unknown'] },
    ],
  },
  {
    of: byDefault,
    edit: 'the default is gone',
    mutate: (stacks) => drop(stacks, 'default'),
    expect: [
      { name: 'volume', verdict: ['fail', 'unknown'] },
      { name: 'template', verdict: ['fail', 'unknown'] },
    ],
  },
];
