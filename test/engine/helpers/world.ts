import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openBackend, runStack, type StackOptions, type StackResult } from '../../../src/engine/index.ts';
import type { Provider } from '../../../src/lib/provider.ts';
import { MemoryProvider } from './memory-provider.ts';

const PROGRAMS = join(import.meta.dirname, '..', 'programs');

/** A state folder and a provider of their own, and a way to run programs of `test/engine/programs` on them. */
export const engineWorld = (provider = new MemoryProvider()) => engineWorldOn(provider);

/** As `engineWorld`, with a provider of another kind. */
export function engineWorldOn<P extends Provider>(provider: P) {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-engine-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const backend = openBackend(folder);
  let now = Date.UTC(2026, 0, 1);
  const clock = { nowMs: () => (now += 1000) };
  const run = (program: string, options: Partial<StackOptions> = {}): Promise<StackResult> =>
    runStack({
      program: join(PROGRAMS, program),
      root: PROGRAMS,
      project: 'engine',
      stack: 'dev',
      config: { 'aws:region': 'us-east-1' },
      backend,
      provider,
      mode: 'update',
      readFirst: false,
      clock,
      ...options,
    });
  return { folder, backend, provider, clock, run };
}

/** `op name` of every resource, in order; the stack itself left out. */
export function steps(result: StackResult): string[] {
  return result.resources
    .filter(({ urn }) => !urn.includes('::pulumi:pulumi:Stack::'))
    .map(({ urn, op }) => `${op} ${urn.split('::').at(-1)}`);
}
