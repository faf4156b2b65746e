import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { deployed, each, managedElsewhere, OPEN, previewed } from './common.ts';

/** "IMDSv2 required." */
const INSTANCE = 'aws:ec2/instance:Instance';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const DEFAULTS = 'aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults';
const host = { ami: 'ami-0abcdef1234567890', instanceType: 't4g.small' };

function all(add: Add, httpTokens: string): void {
  add(INSTANCE, 'host', { ...host, metadataOptions: { httpEndpoint: 'enabled', httpTokens } });
  add(TEMPLATE, 'template', { imageId: host.ami, metadataOptions: { httpTokens } });
  add(DEFAULTS, 'defaults', { httpTokens });
}

const good = 'tokens are required of the instance, the template and the defaults of the region';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => all(add, 'required')),
    expect: each('pass', 'host', 'template', 'defaults'),
  },
  {
    title: 'tokens are optional',
    stacks: deployed((add) => all(add, 'optional')),
    expect: each('fail', 'host', 'template', 'defaults'),
  },
  {
    title: 'nothing is said of tokens',
    stacks: deployed((add) => {
      add(INSTANCE, 'host', host);
      add(TEMPLATE, 'template', { imageId: host.ami });
      add(TEMPLATE, 'hops', { metadataOptions: { httpPutResponseHopLimit: 1 } });
      add(DEFAULTS, 'defaults', { httpPutResponseHopLimit: 1 });
      add(DEFAULTS, 'no-preference', { httpTokens: 'no-preference' });
    }),
    expect: [
      ...each(['fail', 'unknown'] as const, 'host', 'template', 'hops', 'defaults'),
      { name: 'no-preference', verdict: 'fail' },
    ],
  },
  {
    title: 'where the metadata are switched off there is nothing to ask tokens of',
    stacks: deployed((add) => {
      const off = { httpEndpoint: 'disabled', httpTokens: 'optional' };
      add(INSTANCE, 'host', { ...host, metadataOptions: off });
      add(TEMPLATE, 'template', { metadataOptions: off });
    }),
    expect: each(['not-applicable', 'pass'] as const, 'host', 'template'),
  },
  {
    title: 'what AWS answers tells it where the program does not',
    stacks: deployed((add) => {
      const answer = (httpTokens: string) => ({
        computed: { metadataOptions: { httpEndpoint: 'enabled', httpTokens } },
      });
      add(INSTANCE, 'guarded', host, answer('required'));
      add(INSTANCE, 'open', host, answer('optional'));
    }),
    expect: [
      { name: 'guarded', verdict: 'pass' },
      { name: 'open', verdict: 'fail' },
    ],
  },
  managedElsewhere(INSTANCE, { ...host, metadataOptions: { httpTokens: 'optional' } }),
  {
    title: 'what is not known yet is not decided',
    stacks: previewed((add) => {
      add(INSTANCE, 'host', { ...host, metadataOptions: { httpTokens: UNKNOWN } });
      add(TEMPLATE, 'template', { metadataOptions: UNKNOWN });
      add(INSTANCE, 'guarded', { ...host, metadataOptions: { httpTokens: 'required' } });
    }),
    expect: [...each(OPEN, 'host', 'template'), { name: 'guarded', verdict: 'pass' }],
  },
];

const edited = (name: string, properties: Parameters<typeof set>[1]): Mutation => ({
  of: good,
  edit: `tokens become optional for the ${name}`,
  mutate: (stacks) => set(pick(stacks, name), properties),
  expect: [{ name, verdict: 'fail' }],
});

export const mutations: readonly Mutation[] = [
  edited('host', { metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'optional' } }),
  edited('template', { metadataOptions: { httpTokens: 'optional' } }),
  edited('defaults', { httpTokens: 'optional' }),
  {
    of: good,
    edit: 'the template says nothing of tokens',
    mutate: (stacks) => set(pick(stacks, 'template'), { metadataOptions: undefined }),
    expect: [{ name: 'template', verdict: ['fail', 'unknown'] }],
  },
];
