import { describe, expect, it } from 'vitest';
import { engineWorld, steps } from './helpers/world.ts';

const odd = (name: string, config: Record<string, string> = {}) => ({
  config: { 'aws:region': 'us-east-1', 'engine:case': name, ...config },
});

describe('a program', () => {
  it('that throws fails the update with its own error, and what it made stays recorded', async () => {
    const { run, backend } = engineWorld();
    await expect(run('odd.ts', odd('throws'))).rejects.toMatchObject({
      code: 'engine.program-failed',
      exitCode: 2,
      message: expect.stringContaining('this program is wrong'),
    });
    const { resources = [] } = backend.exportStack({ project: 'engine', stack: 'dev' })?.deployment ?? {};
    expect(resources.map((one) => one.urn.split('::').at(-1))).toEqual(['default_7_48_0', 'engine-dev', 'before']);
    // what the failed program did not get to is not deleted
    await run('odd.ts', odd('assets'));
    expect(steps(await run('odd.ts', { ...odd('assets'), mode: 'preview' }))).toEqual(['same function']);
  });

  it.each([
    ['logs', 'this program says so'],
    ['exits', 'dying now'],
    // which of the two comes first, the runtime's own words or the end of its process, is not ours to say
    ['leaves', 'The Pulumi runtime detected that|it ended before it had asked for everything'],
    ['dies', 'signal SIGKILL'],
  ])('that %s fails, with the reason', async (name, reason) => {
    const { run } = engineWorld();
    await expect(run('odd.ts', { ...odd(name), mode: 'preview' })).rejects.toMatchObject({
      code: 'engine.program-failed',
      message: expect.stringMatching(reason),
    });
  });

  it('that is not there is named', async () => {
    await expect(engineWorld().run('absent.ts')).rejects.toMatchObject({ code: 'engine.no-program', exitCode: 2 });
  });

  it('may handle a data source that fails', async () => {
    const { run, provider } = engineWorld();
    await run('odd.ts', odd('failing-data'));
    expect(JSON.stringify(provider.world.get('after-1')?.inputs)).toContain('no data source');
  });
});

describe('the engine refuses by name', () => {
  it.each([
    ['duplicate', 'engine.duplicate-urn', /two resources of the program have the same URN/],
    ['transformed', 'engine.unsupported-option', /found: {3}transforms/],
    ['transforms', 'engine.unsupported-call', /a transform of all resources/],
    ['hooks', 'engine.unsupported-call', /a resource hook/],
    ['read', 'engine.missing-resource', /does not exist/],
  ])('%s', async (name, code, message) => {
    const { run } = engineWorld();
    const failed = run('odd.ts', { ...odd(name), mode: 'preview' });
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('a property path that cannot be read', async () => {
    const { run } = engineWorld();
    await run('odd.ts', odd('ignored')).then(
      () => expect.fail('was not refused'),
      (error) => expect(error).toMatchObject({ code: 'engine.property-path' }),
    );
  });

  it('every input that its provider refuses, all at once in a preview', async () => {
    const { run, provider } = engineWorld();
    await expect(run('odd.ts', { ...odd('unchecked-twice'), mode: 'preview' })).rejects.toMatchObject({
      problems: [
        { code: 'engine.check-failed', message: expect.stringMatching(/cidrBlock$/), found: 'must not be empty' },
        { code: 'engine.check-failed' },
      ],
    });
    await expect(run('odd.ts', odd('unchecked-twice'))).rejects.toMatchObject({ code: 'engine.check-failed' });
    expect(provider.world.size).toBe(0);
  });
});

it('a changed asset is a change, and custom timeouts are recorded', async () => {
  const { run, backend } = engineWorld();
  await run('odd.ts', odd('assets'));
  const state = () => backend.exportStack({ project: 'engine', stack: 'dev' })?.deployment.resources?.at(-1);
  expect(state()?.customTimeouts).toEqual({ create: 600, delete: 5400 });
  expect(state()?.inputs?.['code']).toMatchObject({
    assets: {
      'index.js': { text: 'exports = {}', hash: '5e025af73a40224c656f07342c491b4e7da695e47bf0e6e2241f1be6405061fd' },
    },
  });
  const changed = await run('odd.ts', { ...odd('assets', { 'engine:text': 'other' }), mode: 'preview' });
  expect(steps(changed)).toEqual(['update function']);
});
