import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { pack as baseline } from '../../policies/packs/baseline/controls.ts';
import { openBackend, runStack, type StackOptions } from '../../src/engine/index.ts';
import type { CreateRequest } from '../../src/lib/provider.ts';
import { judgeStack } from '../../src/policy/pack/judge-stack.ts';
import { textOf } from '../../src/policy/pack/text.ts';
import { MemoryProvider } from '../engine/helpers/memory-provider.ts';
import { testWith } from '../support/external.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import { planted } from './packs/planted/rules.ts';
import { pulumiProject } from './support/pulumi-project.ts';

/**
 * The pack on a program with an error of topology (programs/index.ts): a balancer whose subnets stand in one zone, in a first preview,
 * where no id is known. On the embedded engine and on a real Pulumi CLI.
 */
const ROOT = resolve(import.meta.dirname, '..', '..');
const BASELINE = join(ROOT, 'policies', 'packs', 'baseline');
const PLANTED = join(import.meta.dirname, 'packs', 'planted');
const TOYS = join(ROOT, 'test', 'engine', 'packs', 'toys');
const ONE_ZONE = 'web stands in 1 zone (us-east-1a); 2 are wanted';

/** As the AWS provider does, it tells the id among the outputs. */
class TellingProvider extends MemoryProvider {
  override async create(request: CreateRequest) {
    const { id, outputs } = await super.create(request);
    return { id, outputs: request.preview ? outputs : { ...outputs, id } };
  }
}

function embedded() {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-baseline-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const backend = openBackend(folder);
  const provider = new TellingProvider();
  const run = (options: Partial<StackOptions>, zones = 'aa') =>
    runStack({
      program: join(import.meta.dirname, 'programs', 'index.ts'),
      project: 'test',
      stack: 'dev',
      config: { 'aws:region': 'us-east-1', 'test:zones': zones },
      backend,
      provider,
      mode: 'preview',
      readFirst: false,
      clock: { nowMs: () => 0 },
      ...options,
    });
  return { provider, run };
}

it('on the embedded engine, an error of topology fails the first preview, with its place and its remedy', async () => {
  const { run, provider } = embedded();
  const preview = await run({ policyPacks: [{ dir: BASELINE }] });
  const told = preview.violations.filter(({ message }) => message.includes('RED-01'));
  expect(told).toMatchObject([
    {
      pack: 'baseline@0.1.0',
      policy: 'baseline-mandatory',
      kind: 'violation',
      blocks: true,
      urn: 'urn:pulumi:dev::test::test:index:Edge$aws:lb/loadBalancer:LoadBalancer::web',
      at: 'index.ts:18:5',
      message: expect.stringContaining(ONE_ZONE),
    },
  ]);
  expect(provider.world.size).toBe(0);
});

it('a rule that throws and one that reads an unknown hide no violation of another rule', async () => {
  const { run } = embedded();
  const { violations } = await run({ policyPacks: [{ dir: PLANTED }] });
  expect(violations.map(({ policy, blocks, message }) => [policy, blocks, message])).toEqual([
    [
      'planted-advisory',
      false,
      expect.stringContaining('AAA-02 (high, unknown): web cannot be decided: arn: not computed yet'),
    ],
    [
      'planted-mandatory',
      true,
      expect.stringContaining('AAA-01 (high, error): web the rule failed: a bug of the rule'),
    ],
    ['planted-mandatory', true, expect.stringContaining(`RED-01 (high): ${ONE_ZONE}`)],
  ]);
});

it('in its own process and in this one, a pack says the same, in previews and of what is deployed', async () => {
  const { run } = embedded();
  for (const [mode, zones] of [
    ['preview', 'aa'],
    ['update', 'ab'],
    ['preview', 'ab'],
  ] as const) {
    const { violations, states } = await run({ mode, policyPacks: [{ dir: PLANTED, config: NOTHING_STOPS }] }, zones);
    const here = judgeStack(states, planted.rules, { nowMs: JUDGED_AT_MS });
    expect(violations.map(({ urn, message }) => `${urn} ${message}`).sort(), mode).toEqual(
      here.map((finding) => `${finding.urn} ${textOf(finding)}`).sort(),
    );
    expect(here.length, mode).toBeGreaterThan(0);
  }
});

/** The planted rule that throws would stop the update. */
const NOTHING_STOPS = { 'planted-mandatory': 'advisory' };

it('controls are switched off, and parameters set, by the configuration of the pack', async () => {
  const { run } = embedded();
  const wider = { 'RED-01': { zones: 3 } };
  const config = { 'baseline-mandatory': wider, 'baseline-advisory': wider };
  const asked = await run({ policyPacks: [{ dir: BASELINE, config }] }, 'ab');
  expect(asked.violations.filter(({ blocks }) => blocks)).toMatchObject([
    { message: expect.stringContaining('web stands in 2 zones (us-east-1a, us-east-1b); 3 are wanted') },
  ]);
  const off = { 'baseline-mandatory': { disabled: ['RED-01'] } };
  const without = await run({ policyPacks: [{ dir: BASELINE, config: off }] });
  expect(without.violations.filter(({ blocks }) => blocks)).toEqual([]);
  const wrong = { 'baseline-mandatory': { disabled: ['RED-99'], 'RED-01': { zonez: 3 } } };
  await expect(run({ policyPacks: [{ dir: BASELINE, config: wrong }] })).rejects.toMatchObject({
    code: 'policy.config',
    problems: expect.arrayContaining([
      expect.objectContaining({ found: expect.stringContaining('/RED-01') }),
      expect.objectContaining({ found: expect.stringContaining('/disabled/0') }),
    ]),
  });
});

it('what needs the estate is in no pack', () => {
  expect(baseline.rules.map(({ id }) => id)).not.toContain('BKP-20');
  expect(baseline.rules.map(({ id }) => id)).toContain('RED-01');
});

testWith(
  'pulumi',
  'on a real Pulumi CLI, an error of topology fails the first preview, whatever throws beside it, and nothing is created',
  async () => {
    const provider = new TellingProvider();
    const { pulumi } = await pulumiProject(provider);
    const preview = await pulumi('preview', '--policy-pack', BASELINE);
    expect(preview.text).toContain('[mandatory]  baseline-mandatory  (aws:lb:LoadBalancer: web)');
    expect(preview.text).toContain(`RED-01 (high): ${ONE_ZONE}`);
    expect(preview.code).not.toBe(0);

    const beside = await pulumi('preview', '--policy-pack', PLANTED);
    expect(beside.text).toContain(`RED-01 (high): ${ONE_ZONE}`);
    expect(beside.text).toContain('AAA-01 (high, error): web the rule failed: a bug of the rule');
    expect(beside.text).toMatch(
      /\[advisory\] {2}planted-advisory.*\n.*\n.*AAA-02 \(high, unknown\): web cannot be decided: arn/,
    );

    const up = await pulumi('up', '--yes', '--policy-pack', BASELINE);
    expect(up.code).not.toBe(0);
    expect(provider.calls.filter((call) => call.startsWith('create'))).toEqual([]);
    expect(provider.world.size).toBe(0);

    await pulumi('config', 'set', 'test:zones', 'ab');
    const good = await pulumi('up', '--yes', '--policy-pack', BASELINE);
    expect(good.text).not.toContain('[mandatory]');
    expect(good.text).not.toContain('RED-01');
    expect(good.code).toBe(0);
    expect(provider.world.size).toBe(4);
  },
  300_000,
);

testWith(
  'pulumi',
  'on a real Pulumi CLI, a pack of another maker that throws fails the preview beside it',
  async () => {
    const provider = new TellingProvider();
    const { folder, pulumi } = await pulumiProject(provider);
    const config = join(folder, 'toys.json');
    writeFileSync(config, '{"throws-on-stack":"advisory"}');
    const none = join(folder, 'none.json');
    writeFileSync(none, '{}');
    const packs = ['--policy-pack', BASELINE, '--policy-pack-config', none];
    const { code, text } = await pulumi('preview', ...packs, '--policy-pack', TOYS, '--policy-pack-config', config);
    expect(code).not.toBe(0);
    expect(text).toContain('a bug of the stack policy');
    expect(text).toContain(`RED-01 (high): ${ONE_ZONE}`);
    expect(provider.world.size).toBe(0);
  },
  300_000,
);
