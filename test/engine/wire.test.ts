import callback from '@pulumi/pulumi/proto/callback_pb.js';
import resource from '@pulumi/pulumi/proto/resource_pb.js';
import source from '@pulumi/pulumi/proto/source_pb.js';
import * as fc from 'fast-check';
import struct, { type JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb.js';
import { describe, expect, it } from 'vitest';
import { goalOf } from '../../src/engine/wire/goal-of.ts';
import { sourcePositionOf } from '../../src/engine/wire/source-position.ts';
import { secret, UNKNOWN } from '../../src/lib/property.ts';
import { structOf } from '../../src/lib/struct.ts';

const { RegisterResourceRequest } = resource;
type Request = InstanceType<typeof RegisterResourceRequest>;

describe('options that are not supported', () => {
  const cases: Record<string, (request: Request) => unknown> = {
    'a packaged (remote) component': (request) => request.setRemote(true),
    envVarMappings: (request) => request.getEnvvarmappingsMap().set('A', 'B'),
    hooks: (request) => request.setHooks(new RegisterResourceRequest.ResourceHooksBinding().setAfterDeleteList(['h'])),
    parameterization: (request) => request.setPackageref('p'),
    stateMigrations: (request) => request.addStateMigrations(new callback.Callback()),
    transforms: (request) => request.addTransforms(new callback.Callback()),
  };

  it.each(Object.keys(cases))('%s is named', (option) => {
    const request = new RegisterResourceRequest();
    cases[option]?.(request);
    expect(goalOf(request, '/').unsupported).toEqual([option]);
  });

  it('nothing is named where none is used', () => {
    const request = new RegisterResourceRequest().setRetainondelete(false).setProtect(true);
    expect(goalOf(request, '/').unsupported).toEqual([]);
  });

  it('every field of a registration is read, refused, or known to change nothing', () => {
    const changesNothing = [
      // how values are encoded on this connection
      'acceptresources',
      'acceptsByteString',
      'acceptsecrets',
      'aliasspecs',
      'supportspartialvalues',
      'supportsresultreporting',
      // told again by structured aliases
      'aliasurnsList',
      // where plugins are downloaded from; no plugin is
      'pluginchecksumsMap',
      'plugindownloadurl',
      // handed down to children by the SDK
      'providersMap',
      // of other languages and of snippets
      'parentstacktracehandle',
      'snippetid',
      'stacktrace',
    ];
    const read = [
      'additionalsecretoutputsList',
      'aliasesList',
      'custom',
      'customtimeouts',
      'deletebeforereplace',
      'deletebeforereplacedefined',
      'deletedwith',
      'dependenciesList',
      'hidediffsList',
      'ignorechangesList',
      'importid',
      'name',
      'object',
      'parent',
      'propertydependenciesMap',
      'protect',
      'provider',
      'replaceWithList',
      'replaceonchangesList',
      'replacementTrigger',
      'retainondelete',
      'sourceposition',
      'type',
      'version',
    ];
    const refused = ['envvarmappingsMap', 'hooks', 'packageref', 'remote', 'stateMigrationsList', 'transformsList'];
    const fields = Object.keys(new RegisterResourceRequest().toObject());
    expect([...changesNothing, ...read, ...refused].sort()).toEqual(fields.sort());
  });
});

describe('options of a replacement', () => {
  const goal = (change: (request: Request) => unknown) => {
    const request = new RegisterResourceRequest();
    change(request);
    return goalOf(request, '/');
  };

  it('deleteBeforeReplace is yes, no, or left to the provider', () => {
    expect(goal(() => undefined).deleteBeforeReplace).toBe(undefined);
    expect(goal((request) => request.setDeletebeforereplacedefined(true)).deleteBeforeReplace).toBe(false);
    expect(goal((request) => request.setDeletebeforereplace(true)).deleteBeforeReplace).toBe(true);
  });

  it('a trigger that is an output is its value, secret or unknown', () => {
    const signature = { '4dabf18193072939515e22adb298388d': 'd0e6a833031e9bbcd3f4e8bde6ca49a4' };
    const trigger = (value: JavaScriptValue) =>
      goal((request) => request.setReplacementTrigger(struct.Value.fromJavaScript(value))).replacementTrigger;
    expect(trigger('plain')).toBe('plain');
    expect(trigger(null)).toBe(undefined);
    expect(trigger({ deep: [{ ...signature, value: 1, dependencies: [] }] })).toEqual({ deep: [1] });
    expect(trigger({ ...signature, value: 'x', secret: true })).toEqual(secret('x'));
    expect(trigger({ ...signature, dependencies: ['urn:a'] })).toBe(UNKNOWN);
  });
});

describe('source positions', () => {
  const at = (uri: string) =>
    sourcePositionOf(new source.SourcePosition().setUri(uri).setLine(10).setColumn(17), '/home/me/project');

  it('are relative to the project, also from an ES module', () => {
    expect(at('file:///home/me/project/stacks/index.ts')).toBe('project:///stacks/index.ts#10,17');
    expect(at('file:///home/me/project/file:/home/me/project/stacks/a%20b.ts')).toBe('project:///stacks/a b.ts#10,17');
    expect(at('project:///stacks/file:/home/me/project/stacks/index.ts')).toBe('project:///stacks/index.ts#10,17');
  });

  it('outside the project are left out, with every path of the machine', () => {
    expect(at('file:///home/me/other/index.ts')).toBe(undefined);
    expect(at('nothing')).toBe(undefined);
    expect(sourcePositionOf(undefined, '/')).toBe(undefined);
  });
});

it('any JSON survives the wire', () => {
  // protobuf's own reader cannot make a member of that name
  const json = fc.dictionary(fc.string(), fc.jsonValue()).filter((bag) => !JSON.stringify(bag).includes('__proto__'));
  fc.assert(
    fc.property(json, (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      const bytes = structOf(plain).serializeBinary();
      expect(struct.Struct.deserializeBinary(bytes).toJavaScript()).toEqual(plain);
    }),
  );
  expect(structOf({ a: undefined, b: 1 }).toJavaScript()).toEqual({ b: 1 });
});
