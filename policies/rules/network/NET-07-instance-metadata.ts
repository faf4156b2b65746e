import { anyOf, type Block, must, requires, rule } from 'evenkeel/policy';

const MACHINE = 'aws:ec2/instance:Instance';
const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const DEFAULTS = 'aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults';
const SAID = 'lets its metadata be read without a token';

export const net07 = rule({
  id: 'NET-07',
  title: 'The metadata of instances is read with a token only (IMDSv2)',
  why: 'A request that an application is tricked into making reads the keys of its role where no token is asked for.',
  remedy: 'Set `metadataOptions.httpTokens` to `required` at the instance and in its launch template.',
  severity: 'high',
  types: [MACHINE, TEMPLATE, DEFAULTS],
  decidedAt: 'deployed',
  cannotSee: [
    'what an image or the account’s defaults make of an instance that says nothing, before AWS tells it',
    'older versions of a launch template that something still uses',
  ],
  parameters: {},
  check: {
    [DEFAULTS]: requires('httpTokens', 'required'),
    [TEMPLATE]: (template) =>
      must(
        () =>
          anyOf(
            () => isOff(template),
            () => template.read('metadataOptions.httpTokens') === 'required',
          ),
        SAID,
        'metadataOptions',
      ),
    [MACHINE]: (machine) => {
      // what it does not say itself is its template’s word until AWS tells
      const template = machine.isPlanned ? machine.to('launchTemplate.id', TEMPLATE) : undefined;
      const isSafe = () =>
        anyOf(
          () => isOff(machine),
          () => machine.need('metadataOptions.httpTokens') === 'required',
          () =>
            template?.read('metadataOptions.httpTokens') === 'required' &&
            !machine.isGiven('metadataOptions.httpTokens'),
        );
      return must(isSafe, SAID, 'metadataOptions');
    },
  },
});

function isOff(one: Block): boolean {
  return one.read('metadataOptions.httpEndpoint') === 'disabled';
}
