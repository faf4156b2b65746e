import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pack } from '../../policies/packs/baseline/controls.ts';
import { refuseViolations } from '../../src/cli/policy-packs.ts';
import { updateStacks } from '../../src/cli/update.ts';
import { openBackend, type Violation } from '../../src/engine/index.ts';
import { MemoryProvider } from '../engine/helpers/memory-provider.ts';
import { cli, root, withFolder } from '../support/cli.ts';

/** Policies are on in `up` and `preview`: what they refuse is refused before anything of any stack is made, with --yes too. */
interface Update {
  readonly policyPacks: {
    readonly on: { readonly pack: string; readonly disabled?: string[] }[];
    readonly off: string[];
  };
  readonly stacks: readonly { readonly stack: string; readonly violations: readonly Violation[] }[];
}

test('up --yes makes nothing of any stack where a policy refuses a resource of one; preview shows it and answers no', async () => {
  await withFolder(async (state) => {
    const config = join(state, 'toys.json');
    writeFileSync(config, '{"small-networks":"mandatory"}');
    const toys = ['--policy-pack', join(root, 'test', 'engine', 'packs', 'toys'), '--policy-pack-config', config];
    const refused = await cli(['up', 'orders', '--yes', '--json', ...toys], { state, timeoutMs: 280_000 });
    expect(refused.code).toBe(1);
    const { errors } = refused.json<{ errors: { code: string; at: string; message: string; found: string }[] }>();
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['policy.violation']));
    expect(errors[0]?.at).toMatch(/^stacks\/components\/network\.ts:\d+:\d+$/);
    expect(errors[0]?.message).toContain('small-networks (toys@1.2.3): /');
    // both sites' subnets, told at once
    expect(new Set(errors.map(({ found }) => found.split('::')[0]))).toEqual(
      new Set(['urn:pulumi:orders-prod-use1', 'urn:pulumi:orders-prod-usw2']),
    );
    const stacks = join(state, '.pulumi', 'stacks');
    expect(existsSync(stacks) ? readdirSync(stacks, { recursive: true }).filter(isCheckpoint) : []).toEqual([]);

    const off = ['--without-pack', 'baseline'];
    const site = ['--stack', 'orders-prod-base'];
    const preview = await cli(['preview', 'orders', '--json', ...off, ...site], { state });
    expect(preview.code).toBe(0);
    expect(preview.json<Update>().policyPacks).toEqual({ on: [], off: ['baseline'] });
    expect(preview.json<Update>().stacks[0]?.violations).toEqual([]);
  });
}, 600_000);

test('an error of topology is refused by the baseline pack in the first preview, and told with its place', async () => {
  await withFolder(async (state) => {
    const provider = new MemoryProvider();
    const run = (rules = pack.rules) =>
      updateStacks({
        root,
        program: join(root, 'test', 'policies', 'programs', 'index.ts'),
        stacks: [
          {
            stack: 'dev',
            system: 'test',
            environment: 'dev',
            region: 'us-east-1',
            layer: 'base',
            after: [],
            references: [],
          },
        ],
        config: { 'aws:region': 'us-east-1' },
        backend: openBackend(state),
        provider,
        mode: 'preview',
        readFirst: false,
        packs: { own: [{ name: 'baseline', dir: '', rules, disabled: [] }], others: [], without: [] },
      });
    const results = await run();
    expect(results[0]?.violations.filter(({ blocks }) => blocks)).toEqual([
      {
        pack: 'baseline',
        policy: 'RED-01',
        kind: 'violation',
        blocks: true,
        urn: 'urn:pulumi:dev::evenkeel::test:index:Edge$aws:lb/loadBalancer:LoadBalancer::web',
        at: 'test/policies/programs/index.ts:18:5',
        severity: 'high',
        message: expect.stringContaining('web stands in 1 zone (us-east-1a); 2 are wanted'),
        remedy: expect.stringContaining('more zones'),
      },
    ]);
    expect(() => refuseViolations(results)).toThrow(
      /^test\/policies\/programs\/index\.ts:18:5: RED-01 \(baseline\): web stands/,
    );
    expect(provider.world.size).toBe(0);
    refuseViolations(await run(pack.rules.filter(({ id }) => id !== 'RED-01')));
  });
});

test('a pack or a control that is switched off by a name that nothing has is refused', async () => {
  await withFolder(async (state) => {
    const wrong = ['--without-pack', 'baselin', '--disable-policy', 'RED-98', '--pack', 'tier1'];
    const refused = await cli(['up', 'orders', '--yes', '--json', ...wrong], { state });
    expect(refused.code).toBe(2);
    expect(refused.json()).toMatchObject({
      errors: [
        { code: 'policy-unknown', found: 'tier1', next: 'did you mean tier-1?' },
        { code: 'policy-unknown', found: 'baselin', next: 'did you mean baseline?' },
        { code: 'policy-unknown', found: 'RED-98', next: expect.stringContaining('did you mean RED-') },
      ],
    });
  });
});

function isCheckpoint(path: string | Buffer): boolean {
  return String(path).endsWith('.json');
}
