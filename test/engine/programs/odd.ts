import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** Programs that go wrong, or use what the engine does not have, by configuration. */
const config = new pulumi.Config('engine');
const name = config.require('case');
const inputs = { cidrBlock: '10.0.0.0/16' };

const cases: Record<string, () => unknown> = {
  throws: () => {
    new aws.ec2.Vpc('before', inputs);
    throw new Error('this program is wrong');
  },
  logs: () => pulumi.log.error('this program says so'),
  exits: () => {
    console.error('dying now');
    process.exit(7);
  },
  leaves: () => process.exit(0),
  dies: () => process.kill(process.pid, 'SIGKILL'),
  duplicate: () => [new aws.ec2.Vpc('twice', inputs), new aws.ec2.Vpc('twice', inputs)],
  'failing-data': async () => {
    try {
      await aws.getRegion({});
    } catch (error) {
      new aws.ec2.Vpc('after', { ...inputs, tags: { error: String(error) } });
    }
  },
  'unchecked-twice': () =>
    ['one', 'two'].map((subnet) => new aws.ec2.Subnet(subnet, { vpcId: 'vpc-1', cidrBlock: '' })),
  transformed: () => new aws.ec2.Vpc('vpc', inputs, { transforms: [() => undefined] }),
  transforms: () => pulumi.runtime.registerResourceTransform(() => undefined),
  hooks: () => new aws.ec2.Vpc('vpc', inputs, { hooks: { afterCreate: [() => undefined] } }),
  read: () => aws.ec2.Vpc.get('vpc', 'absent-1'),
  ignored: () => new aws.ec2.Vpc('vpc', inputs, { ignoreChanges: ['tags[x'] }),
  assets: () =>
    new aws.lambda.Function(
      'function',
      {
        role: 'r',
        code: new pulumi.asset.AssetArchive({
          'index.js': new pulumi.asset.StringAsset(config.get('text') ?? 'exports = {}'),
          'data.txt': new pulumi.asset.FileAsset('./files/data.txt'),
        }),
        timeout: 3,
      },
      { customTimeouts: { create: '10m', delete: '1h30m' }, version: '7.48.0' },
    ),
};
await cases[name]?.();
