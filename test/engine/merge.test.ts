import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentHash, type EncodedResource } from '../../src/engine/backend/encoded.ts';
import type { JournalStep } from '../../src/engine/backend/journal.ts';
import { merge } from '../../src/engine/backend/merge.ts';
import type { EvenkeelError } from '../../src/lib/errors.ts';
import { engineWorld } from './helpers/world.ts';

const one = (name: string, id?: string, more: Partial<EncodedResource> = {}): EncodedResource => ({
  urn: `urn:pulumi:dev::engine::aws:ec2/vpc:Vpc::${name}`,
  custom: true,
  type: 'aws:ec2/vpc:Vpc',
  ...(id !== undefined && { id }),
  ...more,
});
const urn = (name: string) => one(name).urn;

/** `verdict name id` of every row, and `name id`, `-` before what is to be deleted, of every record that is kept. */
function merged(now: readonly EncodedResource[], ...steps: Omit<JournalStep, 'kind'>[]) {
  const result = merge(
    now,
    [],
    steps.map((step) => ({ kind: 'step', ...step })),
  );
  const name = (text: string) => text.split('::').at(-1);
  return {
    rows: result.rows.map((row) => [row.verdict, name(row.urn), row.id].filter(Boolean).join(' ')),
    kept: [...result.merged.resources.values()].map(
      (kept) => `${kept.delete ? '-' : ''}${name(kept.urn)} ${kept.id ?? ''}`,
    ),
    merged: result.merged,
  };
}

describe('the merge of a journal and a checkpoint that has moved', () => {
  it('keeps what only the journal made, and what it changed alone', () => {
    const before = one('a', 'a1');
    const after = one('a', 'a1', { inputs: { size: 2 } });
    const was = { [urn('a')]: contentHash(before) };
    expect(merged([before], { put: [after], was }, { put: [one('b', 'b1')] })).toMatchObject({
      rows: ['changed a a1', 'created b b1'],
      kept: ['a a1', 'b b1'],
    });
    expect(merged([before], { put: [after], was }).merged.resources.get(urn('a'))?.inputs).toEqual({ size: 2 });
  });

  it('drops what the journal deleted and the other engine did not touch; where it did, the record stays', () => {
    const before = one('a', 'a1');
    const step = { drop: [urn('a')], was: { [urn('a')]: contentHash(before) } };
    expect(merged([before], step)).toMatchObject({ rows: ['deleted a a1'], kept: [] });
    expect(merged([one('a', 'a2')], step)).toMatchObject({ rows: ['changed-elsewhere a a2'], kept: ['a a2'] });
    expect(merged([], step).rows).toEqual([`agreed ${urn('a').split('::').at(-1)}`]);
  });

  it('keeps the record of what the journal changed and the other engine deleted', () => {
    const step = { put: [one('a', 'a1', { inputs: { size: 2 } })], was: { [urn('a')]: contentHash(one('a', 'a1')) } };
    expect(merged([], step)).toMatchObject({ rows: ['deleted-elsewhere a a1'], kept: ['a a1'] });
  });

  it('takes the later record of what both changed, and none where both say the same', () => {
    const step = { put: [one('a', 'a1', { inputs: { size: 2 } })], was: { [urn('a')]: contentHash(one('a', 'a1')) } };
    const theirs = one('a', 'a1', { inputs: { size: 3 } });
    expect(merged([theirs], step).rows).toEqual(['changed-twice a a1']);
    expect(merged([theirs], step).merged.resources.get(urn('a'))?.inputs).toEqual({ size: 3 });
    const agreed = one('a', 'a1', { inputs: { size: 2 }, modified: '2026-01-01T00:00:00Z' });
    expect(merged([agreed], step).rows).toEqual(['agreed a a1']);
  });

  it('keeps both of two resources of one URN, the journal’s to be deleted', () => {
    expect(merged([one('a', 'theirs')], { put: [one('a', 'mine')] })).toMatchObject({
      rows: ['made-twice a mine'],
      kept: ['a theirs', '-a mine'],
    });
  });

  it('never holds one resource both live and to be deleted', () => {
    const before = one('a', 'a1');
    const replaced = {
      put: [one('a', 'a2'), one('a', 'a1', { delete: true })],
      was: { [urn('a')]: contentHash(before) },
    };
    const touched = one('a', 'a1', { inputs: { size: 9 } });
    expect(merged([touched], replaced).kept).toEqual(['a a1', '-a a2']);
  });

  it('keeps what was begun, and leaves out edges to what is no more', () => {
    const begin = { number: 1, type: 'creating' as const, resource: one('c') };
    const child = one('b', 'b1', { parent: urn('gone'), dependencies: [urn('gone'), urn('a')] });
    const result = merged([one('a', 'a1')], { put: [child] }, { begin });
    expect(result.rows).toEqual(['created b b1', 'begun c']);
    expect(result.merged.pending.size).toBe(1);
    expect(result.merged.resources.get(urn('b'))).toEqual(one('b', 'b1', { dependencies: [urn('a')] }));
  });

  it('names what could not be managed by anything', () => {
    const orphan = one('a', 'a1', { provider: 'urn:pulumi:dev::engine::pulumi:providers:aws::gone::1' });
    expect(merged([], { put: [orphan] }).rows).toEqual(['created a a1', 'without-provider a a1']);
  });
});

describe('a stack that another engine has changed since an interrupted run', () => {
  const NAME = { project: 'engine', stack: 'dev' };

  /** Up by another engine, in part, while a journal that says the whole lies beside it. */
  async function moved() {
    const world = engineWorld();
    await world.run('network.ts');
    const checkpoint = join(world.folder, '.pulumi/stacks/engine/dev.json');
    const full = readFileSync(checkpoint, 'utf8');
    const file = JSON.parse(full) as { checkpoint: { latest: { resources: EncodedResource[] } } };
    const all = file.checkpoint.latest.resources;
    const salt = (file.checkpoint.latest as unknown as { secrets_providers: { state: { salt: string } } })
      .secrets_providers.state.salt;
    const subnet = all.filter((resource) => resource.urn.endsWith('::net-1'));
    file.checkpoint.latest.resources = all.filter((resource) => !subnet.includes(resource));
    writeFileSync(checkpoint, JSON.stringify(file));
    const journal = join(dirname(checkpoint), 'dev.journal');
    const lines = [
      { kind: 'head', version: 1, base: 'another', saltLine: salt },
      { kind: 'step', put: all },
    ];
    writeFileSync(journal, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return { ...world, checkpoint, journal };
  }

  async function refused(run: () => Promise<unknown>): Promise<EvenkeelError> {
    return run().then(
      () => expect.unreachable('it goes on'),
      (error: EvenkeelError) => error,
    );
  }

  it('stops with the merge shown, which accepted by its hash loses nothing, doubles nothing and keeps both files', async () => {
    const { run, backend, clock, folder, journal, checkpoint, provider } = await moved();
    const made = provider.world.size;
    const error = await refused(() => run('network.ts'));
    expect(error).toMatchObject({ code: 'engine.journal-orphaned', exitCode: 3 });
    expect(error.problems.map(({ code, message }) => [code, message.replace(/.*::/, '')])).toEqual([
      ['engine.journal-orphaned', expect.stringContaining('the stack dev')],
      ['engine.merge-created', 'net-1 of dev, net-1-1'],
    ]);
    const hash = /--accept-merge ([0-9a-f]{16})/.exec(error.problems[0]?.next ?? '')?.[1] ?? '';
    await expect(backend.acceptMerge(NAME, 'another', clock)).rejects.toMatchObject({ code: 'engine.merge-changed' });

    // a change of either file makes what was shown invalid
    const [before, steps] = [readFileSync(checkpoint, 'utf8'), readFileSync(journal, 'utf8')];
    writeFileSync(checkpoint, `${before} `);
    await expect(backend.acceptMerge(NAME, hash, clock)).rejects.toMatchObject({ code: 'engine.merge-changed' });
    writeFileSync(checkpoint, before);

    await backend.acceptMerge(NAME, hash, clock);
    expect(existsSync(journal)).toBe(false);
    const backups = join(folder, '.pulumi/backups/engine/dev');
    expect(readdirSync(backups)).toEqual([`dev.merge-${hash}.checkpoint`, `dev.merge-${hash}.journal`]);
    expect(readFileSync(join(backups, `dev.merge-${hash}.checkpoint`), 'utf8')).toBe(before);
    expect(readFileSync(join(backups, `dev.merge-${hash}.journal`), 'utf8')).toBe(steps);
    expect((await run('network.ts')).changes).toMatchObject({ create: 0, same: 5 });
    expect(provider.world.size).toBe(made);
  });

  it('goes on by itself where the checkpoint has every step of the journal', async () => {
    const world = engineWorld();
    await world.run('network.ts');
    const checkpoint = join(world.folder, '.pulumi/stacks/engine/dev.json');
    const { resources } = JSON.parse(readFileSync(checkpoint, 'utf8')).checkpoint.latest;
    const lines = [
      { kind: 'head', version: 1, base: 'another', saltLine: 'x' },
      { kind: 'step', put: resources },
    ];
    writeFileSync(join(dirname(checkpoint), 'dev.journal'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect((await world.run('network.ts')).changes.same).toBe(5);
    expect(readdirSync(dirname(checkpoint))).toEqual(['dev.json']);
  });
});
