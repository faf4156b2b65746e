import { describe, expect, it } from 'vitest';
import { EvenkeelError } from '../../../src/lib/errors.ts';
import { secret, UNKNOWN } from '../../../src/lib/property.ts';
import { behaviourOf } from '../../../src/twin/provider/behaviour.ts';
import { givenPart } from '../../../src/twin/provider/given-part.ts';
import { inertResources } from '../../../src/twin/provider/inert.ts';
import { east, fakeTwin, names } from './fake.ts';

const VPC = names('aws:ec2/vpc:Vpc', 'net');

async function vpc(given: Record<string, string | boolean | Record<string, string>> = {}) {
  const twin = fakeTwin();
  const news = { cidrBlock: '10.0.0.0/16', tags: { owner: 'net' }, ...given };
  const { inputs } = await twin.provider.check({ ...VPC, news });
  return { ...twin, inputs, ...(await twin.provider.create({ ...VPC, inputs, preview: false })) };
}

describe('the provider of the twin', () => {
  it('creates through the adapter and answers inputs, defaults and what AWS computed', async () => {
    const { id, outputs } = await vpc();
    expect(id).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(outputs).toEqual({
      arn: `arn:aws:ec2:us-east-1:111122223333:vpc/${id}`,
      cidrBlock: '10.0.0.0/16',
      enableDnsHostnames: false,
      enableDnsSupport: true,
      instanceTenancy: 'default',
      region: 'us-east-1',
      tags: { owner: 'net' },
      tagsAll: { owner: 'net' },
    });
  });

  it('answers a create again whose answer may have been lost; once that is heard, the next one makes another', async () => {
    const twin = fakeTwin();
    const create = async (more: object = {}) => {
      const { inputs } = await twin.provider.check({ ...VPC, news: { cidrBlock: '10.0.0.0/16' } });
      return (await twin.provider.create({ ...VPC, inputs, preview: false, ...more })).id;
    };
    const lost = await create({ answerMayBeLost: true });
    expect([await create({ answerMayBeLost: true }), await create()]).toEqual([lost, lost]);
    await twin.provider.heard?.(VPC.urn);
    expect(await create()).not.toBe(lost);
    expect(await twin.provider.creations?.(VPC.urn)).toHaveLength(2);
  });

  it('reads back exactly the inputs and outputs that it created', async () => {
    const { provider, id, inputs, outputs } = await vpc();
    expect(await provider.read({ ...VPC, id, inputs, outputs })).toEqual({ id, inputs, outputs });
  });

  it('joins the default tags of the provider, given as JSON text, into tagsAll and not into tags', async () => {
    const twin = fakeTwin();
    const request = { ...VPC, config: { ...east, defaultTags: '{"tags":{"team":"a","owner":"default"}}' } };
    const { inputs } = await twin.provider.check({
      ...request,
      news: { cidrBlock: '10.0.0.0/16', tags: { owner: 'net' } },
    });
    const { id, outputs } = await twin.provider.create({ ...request, inputs, preview: false });
    expect(outputs['tags']).toEqual({ owner: 'net' });
    expect(outputs['tagsAll']).toEqual({ owner: 'net', team: 'a' });
    expect((await twin.provider.read({ ...request, id, inputs, outputs }))?.outputs).toEqual(outputs);
    const elsewhere = { ...request, config: { ...east, defaultTags: { tags: { team: 'b' } } } };
    const diff = await twin.provider.diff({
      ...elsewhere,
      id,
      oldInputs: inputs,
      oldOutputs: outputs,
      newInputs: inputs,
    });
    expect(diff).toEqual({ changes: 'some', detailed: { tagsAll: { kind: 'update' } }, replaces: [] });
  });

  it('lets the region of the resource win over that of the provider', async () => {
    const { outputs, world } = await vpc({ region: 'eu-west-1' });
    expect(outputs['region']).toBe('eu-west-1');
    expect(outputs['arn']).toContain(':eu-west-1:');
    expect(world.table('ec2.vpc').entries('eu-west-1/')).toHaveLength(1);
  });

  it('knows in a preview the inputs, the tags and the region, and nothing that AWS computes', async () => {
    const { provider, world } = fakeTwin();
    const { inputs } = await provider.check({ ...VPC, news: { cidrBlock: '10.0.0.0/16', tags: { a: 'b' } } });
    const { id, outputs } = await provider.create({ ...VPC, inputs, preview: true });
    expect(id).toBe('');
    expect(outputs).toMatchObject({ cidrBlock: '10.0.0.0/16', region: 'us-east-1', tagsAll: { a: 'b' }, arn: UNKNOWN });
    expect(outputs['enableDnsHostnames']).toBe(UNKNOWN);
    expect(world.tableNames()).toEqual([]);
  });

  it('updates in place and answers what AWS has then', async () => {
    const { provider, id, inputs, outputs } = await vpc();
    const newInputs = { ...inputs, enableDnsHostnames: true };
    const request = { ...VPC, id, oldInputs: inputs, oldOutputs: outputs, newInputs };
    expect((await provider.diff(request)).detailed).toEqual({ enableDnsHostnames: { kind: 'update' } });
    const updated = await provider.update({ ...request, preview: false });
    expect(updated.outputs).toEqual({ ...outputs, enableDnsHostnames: true });
  });

  it('tells drift in inputs and outputs', async () => {
    const { provider, dispatcher, id, inputs, outputs } = await vpc();
    dispatcher.dispatch({
      service: 'ec2',
      operation: 'ModifyVpc',
      region: 'us-east-1',
      input: { id, Tags: { owner: 'x' } },
    });
    const read = await provider.read({ ...VPC, id, inputs, outputs });
    expect(read?.inputs['tags']).toEqual({ owner: 'x' });
    expect(read?.outputs['tagsAll']).toEqual({ owner: 'x' });
  });

  it('does not take for an input what AWS computes or fills in inside one', () => {
    const secrets = behaviourOf('aws:secretsmanager/secret:Secret');
    const told = [{ region: 'us-west-2', status: 'InSync', kmsKeyId: 'alias/aws/secretsmanager' }];
    expect(givenPart(secrets, 'replicas', [{ region: 'us-west-2' }], told)).toEqual([{ region: 'us-west-2' }]);
    const given = [{ region: 'us-west-2', kmsKeyId: 'k' }];
    expect(givenPart(secrets, 'replicas', given, told)).toEqual([
      { region: 'us-west-2', kmsKeyId: 'alias/aws/secretsmanager' },
    ]);
  });

  it('answers nothing for what is gone, and deletes it without a complaint', async () => {
    const { provider, id, inputs, outputs } = await vpc();
    await provider.delete({ ...VPC, id, inputs, outputs });
    expect(await provider.read({ ...VPC, id, inputs, outputs })).toBeUndefined();
    await expect(provider.delete({ ...VPC, id, inputs, outputs })).resolves.toBeUndefined();
  });

  it('leaves nothing behind when AWS refuses, and says which resource, operation and code', async () => {
    const { provider, world } = fakeTwin();
    const creating = provider.create({ ...VPC, inputs: { cidrBlock: '10.0.0.0/8' }, preview: false });
    const error = await creating.catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(EvenkeelError);
    const { code, message, found } = (error as EvenkeelError).problems[0] ?? {};
    expect(code).toBe('twin.refused');
    expect(message).toBe(`${VPC.urn}: AWS refuses this (ec2.CreateVpc): the range is too large`);
    expect(found).toMatch(/^InvalidVpc\.Range/);
    expect(world.tableNames()).toEqual([]);
  });

  it('keeps a type without an adapter as inert, with made-up outputs that are seen to be so', async () => {
    const { provider, world } = fakeTwin();
    const queue = names('aws:sqs/queue:Queue', 'news');
    const { inputs } = await provider.check({ ...queue, news: { tags: { a: 'b' } } });
    const { id, outputs } = await provider.create({ ...queue, inputs, preview: false });
    expect(id).toMatch(/^inert-[0-9a-f]{12}$/);
    expect(outputs).toMatchObject({ name: inputs['name'], tagsAll: { a: 'b' } });
    expect(outputs['arn']).toBe(`arn:aws:sqs:us-east-1:111122223333:inert/${id}`);
    expect(inertResources(world).map(({ type, urn }) => [type, urn])).toEqual([[queue.type, queue.urn]]);
    expect(await provider.read({ ...queue, id, inputs, outputs })).toEqual({ id, inputs, outputs });
    await provider.delete({ ...queue, id, inputs, outputs });
    expect(await provider.read({ ...queue, id, inputs, outputs })).toBeUndefined();
  });

  it.each([
    ['aws:s3/bucket:Bucket', 'bucket', 'arn:aws:s3:::'],
    ['aws:sns/topic:Topic', 'name', 'arn:aws:sns:us-east-1:111122223333:'],
    ['aws:cloudwatch/logGroup:LogGroup', 'name', 'arn:aws:logs:us-east-1:111122223333:log-group:'],
    ['aws:cloudtrail/trail:Trail', 'name', 'arn:aws:cloudtrail:us-east-1:111122223333:trail/'],
  ])('gives %s, inert too, the ARN that follows from its name', async (type, property, start) => {
    const { provider, world } = fakeTwin();
    const named = names(type, 'news');
    const { inputs } = await provider.check({ ...named, news: { [property]: 'daily' } });
    const { id, outputs } = await provider.create({ ...named, inputs, preview: false });
    expect(outputs['arn']).toBe(`${start}daily`);
    expect(inertResources(world).map(({ urn }) => urn)).toEqual([named.urn]);
    expect(await provider.read({ ...named, id, inputs, outputs })).toEqual({ id, inputs, outputs });
  });

  it('keeps a type that is newer than the record as inert too', async () => {
    const { provider, world } = fakeTwin();
    const plan = names('aws:arcregionswitch/plan:Plan', 'switch');
    const made = await provider.create({ ...plan, inputs: { recoveryApproach: 'activePassive' }, preview: false });
    expect(made.outputs['recoveryApproach']).toBe('activePassive');
    expect(inertResources(world)).toHaveLength(1);
  });

  it('keeps secrets marked in outputs and out of what is kept of an inert resource', async () => {
    const { provider, world } = fakeTwin();
    const instance = names('aws:rds/instance:Instance', 'db');
    const news = { instanceClass: 'db.t3.micro', password: 'hunter2', username: secret('admin') };
    const { inputs } = await provider.check({ ...instance, news });
    expect(inputs['password']).toEqual(secret('hunter2'));
    const { outputs } = await provider.create({ ...instance, inputs, preview: false });
    expect(outputs['password']).toEqual(secret('hunter2'));
    expect(outputs['username']).toEqual(secret('admin'));
    expect(JSON.stringify(world.dump())).not.toMatch(/hunter2|admin/);
  });

  it('names the data sources that it answers when asked for another', async () => {
    const { provider } = fakeTwin();
    const asking = provider.invoke({ token: 'aws:ec2/getAmi:getAmi', args: {}, config: east });
    await expect(asking).rejects.toThrow(/getAmi[\s\S]*getAvailabilityZones/);
  });

  it('refuses resources of another package by name', async () => {
    const { provider } = fakeTwin();
    const random = names('random:index/randomId:RandomId', 'x');
    await expect(provider.create({ ...random, inputs: {}, preview: false })).rejects.toThrow(/random:index/);
  });
});
