import { credentials, status } from '@grpc/grpc-js';
import providerService from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import { afterEach, describe, expect, it } from 'vitest';
import { type PropertyMap, secret, UNKNOWN } from '../../../src/lib/property.ts';
import { propertiesOf, structOf } from '../../../src/lib/struct.ts';
import { emptyMessage, type protocol } from '../../../src/twin/provider/grpc/protocol.ts';
import { serveProvider } from '../../../src/twin/provider/grpc/serve-provider.ts';
import { fakeTwin } from './fake.ts';

const VPC = 'aws:ec2/vpc:Vpc';
const URN = `urn:pulumi:dev::evenkeel::${VPC}::main`;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A provider over the wire: `connect` is one instance of it, as the CLI makes one for each provider resource. */
async function served() {
  const twin = fakeTwin();
  const bugs: unknown[] = [];
  const listener = await serveProvider(twin.provider, { onBug: (error) => bugs.push(error) });
  closing.push(() => listener.close());
  return { ...twin, bugs, listener, connect: () => connect(listener.port) };
}

function connect(port: number) {
  // without a pool of its own a client would share the connection of another one
  const options = { 'grpc.use_local_subchannel_pool': 1 };
  const client = new providerService.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), options);
  closing.push(() => client.close());
  const call = <Response>(method: string, request: unknown): Promise<Response> =>
    new Promise((resolve, reject) => {
      const methods = client as unknown as Record<string, (...args: unknown[]) => void>;
      methods[method]?.call(client, request, (error: unknown, answer: Response) =>
        error ? reject(error) : resolve(answer),
      );
    });
  return {
    call,
    close: () => client.close(),
    configure: (inputs: PropertyMap) =>
      call('configure', new provider.ConfigureRequest().setArgs(structOf(inputs)).setAcceptsecrets(true)),
    check: (news: PropertyMap, olds: PropertyMap = {}) =>
      call<InstanceType<typeof provider.CheckResponse>>(
        'check',
        new provider.CheckRequest().setUrn(URN).setNews(structOf(news)).setOlds(structOf(olds)),
      ),
    create: (inputs: PropertyMap, preview = false) =>
      call<InstanceType<typeof provider.CreateResponse>>(
        'create',
        new provider.CreateRequest()
          .setUrn(URN)
          .setType(VPC)
          .setName('main')
          .setProperties(structOf(inputs))
          .setPreview(preview),
      ),
    read: (id: string) =>
      call<InstanceType<typeof provider.ReadResponse>>('read', new provider.ReadRequest().setUrn(URN).setId(id)),
    diff: (olds: PropertyMap, news: PropertyMap, ignored: string[] = []) =>
      call<InstanceType<typeof provider.DiffResponse>>(
        'diff',
        new provider.DiffRequest()
          .setUrn(URN)
          .setId('vpc-1')
          .setOldInputs(structOf(olds))
          .setOlds(structOf(olds))
          .setNews(structOf(news))
          .setIgnorechangesList(ignored),
      ),
  };
}

describe("the twin's provider over gRPC", () => {
  it('says in its handshake and configuration what it accepts', async () => {
    const { connect } = await served();
    const { call, configure } = connect();
    const hello = await call<InstanceType<typeof provider.ProviderHandshakeResponse>>(
      'handshake',
      new provider.ProviderHandshakeRequest(),
    );
    expect(hello.toObject()).toMatchObject({ acceptSecrets: true, acceptResources: false, acceptOutputs: false });
    const configured = (await configure({ region: 'us-east-1' })) as InstanceType<typeof provider.ConfigureResponse>;
    expect(configured.toObject()).toMatchObject({
      acceptsecrets: true,
      acceptresources: false,
      acceptoutputs: false,
      supportspreview: true,
    });
    const info = await call<InstanceType<typeof protocol.PluginInfo>>('getPluginInfo', emptyMessage());
    expect(info.getVersion()).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('names every recorded type with its inputs and outputs in the schema', async () => {
    const { connect } = await served();
    const answer = await connect().call<InstanceType<typeof provider.GetSchemaResponse>>(
      'getSchema',
      new provider.GetSchemaRequest(),
    );
    const schema = JSON.parse(answer.getSchema());
    expect(Object.keys(schema.resources).length).toBeGreaterThan(1_500);
    expect(schema.resources[VPC].inputProperties.cidrBlock).toEqual({ type: 'string' });
    expect(schema.resources[VPC].properties.arn).toEqual({ type: 'string' });
    expect(schema.resources['aws:iam/role:Role'].requiredInputs).toEqual(['assumeRolePolicy']);
  });

  it('keeps the configuration of each connection apart', async () => {
    const { connect } = await served();
    const [east, west] = [connect(), connect()];
    await east.configure({ region: 'us-east-1', version: '7.48.0' });
    await west.configure({ region: 'us-west-2' });
    const made = await Promise.all([east, west].map((instance) => instance.create({ cidrBlock: '10.0.0.0/16' })));
    expect(made.map((answer) => propertiesOf(answer.getProperties())['arn'])).toEqual([
      expect.stringContaining(':us-east-1:'),
      expect.stringContaining(':us-west-2:'),
    ]);
  });

  it('answers a connection that is not configured UNAVAILABLE, never with a region of another', async () => {
    const { connect, world } = await served();
    const first = connect();
    await first.configure({ region: 'us-east-1' });
    const second = connect();
    await expect(second.create({ cidrBlock: '10.0.0.0/16' })).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      details: expect.stringContaining('run the command again'),
    });
    first.close();
    const third = connect();
    await expect(third.read('vpc-1')).rejects.toMatchObject({ code: status.UNAVAILABLE });
    expect(world.table('ec2.vpc').values()).toEqual([]);
  });

  it('previews, creates, reads and deletes; what is gone has an empty id', async () => {
    const { connect, world } = await served();
    const { call, configure, check, create, read } = connect();
    await configure({ region: 'us-east-1' });
    const inputs = propertiesOf((await check({ cidrBlock: '10.0.0.0/16', tags: { a: 'b' } })).getInputs());
    const foreseen = await create(inputs, true);
    expect(foreseen.getId()).toBe('');
    expect(propertiesOf(foreseen.getProperties())['arn']).toBe(UNKNOWN);
    expect(world.table('ec2.vpc').values()).toEqual([]);
    const made = await create(inputs);
    const [record] = world.table<{ id: string }>('ec2.vpc').values();
    expect(made.getId()).toBe(record?.id);
    const found = await read(made.getId());
    expect(found.getId()).toBe(made.getId());
    expect(propertiesOf(found.getProperties())).toMatchObject({ cidrBlock: '10.0.0.0/16', tags: { a: 'b' } });
    await call(
      'delete',
      new provider.DeleteRequest()
        .setUrn(URN)
        .setId(made.getId())
        .setOldInputs(structOf(inputs))
        .setProperties(made.getProperties()),
    );
    expect((await read(made.getId())).getId()).toBe('');
  });

  it('says of each property what becomes of it, and leaves out what is ignored', async () => {
    const { connect } = await served();
    const { configure, diff } = connect();
    await configure({ region: 'us-east-1' });
    const before = { cidrBlock: '10.0.0.0/16', tags: { a: 'b' }, enableDnsHostnames: true };
    const after = { cidrBlock: '10.1.0.0/16', tags: { c: 'd' }, enableDnsHostnames: false };
    const { DiffChanges } = provider.DiffResponse;
    const { Kind } = provider.PropertyDiff;
    const changed = await diff(before, after);
    expect(changed.getChanges()).toBe(DiffChanges.DIFF_SOME);
    expect(changed.getReplacesList()).toEqual(['cidrBlock']);
    expect(changed.getDiffsList()).toEqual(['cidrBlock', 'enableDnsHostnames', 'tags']);
    const kinds = [...changed.getDetaileddiffMap().entries()].map(([path, one]) => [path, one.toObject()]);
    expect(Object.fromEntries(kinds)).toEqual({
      cidrBlock: { kind: Kind.UPDATE_REPLACE, inputdiff: true },
      enableDnsHostnames: { kind: Kind.UPDATE, inputdiff: true },
      'tags.a': { kind: Kind.DELETE, inputdiff: true },
      'tags.c': { kind: Kind.ADD, inputdiff: true },
    });
    const ignored = await diff(before, after, ['cidrBlock', 'tags', 'enableDnsHostnames']);
    expect(ignored.getChanges()).toBe(DiffChanges.DIFF_NONE);
    expect(ignored.getReplacesList()).toEqual([]);
  });

  it('replaces a provider for its region and updates it for anything else', async () => {
    const { connect } = await served();
    const { call } = connect();
    const diffConfig = async (olds: PropertyMap, news: PropertyMap) => {
      const request = new provider.DiffRequest().setOldInputs(structOf(olds)).setNews(structOf(news));
      const answer = await call<InstanceType<typeof provider.DiffResponse>>('diffConfig', request);
      return [answer.getDiffsList(), answer.getReplacesList()];
    };
    expect(await diffConfig({ region: 'us-east-1' }, { region: 'us-west-2', profile: 'x' })).toEqual([
      ['profile', 'region'],
      ['region'],
    ]);
    expect(await diffConfig({ region: 'us-east-1', version: '1' }, { region: 'us-east-1' })).toEqual([[], []]);
  });

  it('takes secrets and gives them back as secrets', async () => {
    const { connect } = await served();
    const { configure, check } = connect();
    await configure({ region: 'us-east-1' });
    const { inputs } = { inputs: propertiesOf((await check({ cidrBlock: secret('10.0.0.0/16') })).getInputs()) };
    expect(inputs['cidrBlock']).toEqual(secret('10.0.0.0/16'));
  });

  it('refuses with the four parts of a message, and as a failure after which nothing was done', async () => {
    const { connect, bugs } = await served();
    const { configure, create } = connect();
    await configure({ region: 'us-east-1' });
    await expect(create({ cidrBlock: '10.0.0.0/8' })).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      details: expect.stringMatching(/AWS refuses this.*\n {2}found: {3}InvalidVpc\.Range.*\n {2}next:/),
    });
    expect(bugs).toEqual([]);
  });

  it('answers a bug as INTERNAL, and tells it', async () => {
    const twin = fakeTwin();
    const bugs: unknown[] = [];
    const broken = { ...twin.provider, read: () => Promise.reject(new Error('broken invariant: x')) };
    const listener = await serveProvider(broken, { onBug: (error) => bugs.push(error) });
    closing.push(() => listener.close());
    const { configure, read } = connect(listener.port);
    await configure({ region: 'us-east-1' });
    await expect(read('vpc-1')).rejects.toMatchObject({ code: status.INTERNAL });
    expect(bugs).toEqual([new Error('broken invariant: x')]);
  });

  it('refuses what a provider of resources alone does not have', async () => {
    const { connect } = await served();
    const { call } = connect();
    await expect(call('call', new provider.CallRequest().setArgs(new struct.Struct()))).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
    });
  });
});
