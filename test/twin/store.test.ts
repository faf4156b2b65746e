import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import { openStore } from '../../src/twin/store.ts';

const BEGIN = { seed: '1', account: '111122223333', nowMs: 1000 };
const KEY = new Uint8Array(32).fill(7);
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'evenkeel-store-'));
  folders.push(made);
  return made;
}

describe('the store of the persistent twin', () => {
  it('opens as it was closed: records, clock, pending events, seed and account', () => {
    const dir = folder();
    const first = openStore(dir, KEY, BEGIN);
    first.world.react('test.ring', () => undefined);
    first.world.transact(() => {
      first.world.table('a.b').put('x', { n: 1 });
      first.world.table('a.b').put('gone', { n: 2 });
      first.world.schedule({ atMs: 5000, kind: 'test.ring', subject: 's' });
    });
    first.world.transact(() => first.world.table('a.b').delete('gone'));
    first.batch(() => first.world.advanceTo(2000));
    const before = first.world.dump();
    first.close();
    const second = openStore(dir, KEY, { seed: 'other', account: '0', nowMs: 0 });
    expect(second.world.dump()).toEqual(before);
    expect(second.world.nowMs).toBe(2000);
    expect(second.world.nextEventMs()).toBe(5000);
    expect(second.world.seed).toBe('1');
    second.close();
  });

  it('has each transaction on the disk before the call returns, and nothing of one that failed', async () => {
    const dir = folder();
    const script = `
      const { openStore } = await import(${JSON.stringify(new URL('../../src/twin/store.ts', import.meta.url).href)});
      const { world } = openStore(${JSON.stringify(dir)}, new Uint8Array(32).fill(7), ${JSON.stringify(BEGIN)});
      world.transact(() => world.table('t').put('kept', { n: 1 }));
      try { world.transact(() => { world.table('t').put('lost', {}); throw new Error('no'); }); } catch {}
      process.stdout.write('written');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await once(child.stdout, 'data');
    const opening = () => openStore(dir, KEY, BEGIN);
    expect(opening).toThrow(new RegExp(`another process[\\s\\S]*process ${child.pid}\\b`));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { world, close } = openAgain(dir);
    expect(world.table('t').entries()).toEqual([['kept', { n: 1 }]]);
    close();
  });

  it('holds neither names nor values in clear', () => {
    const dir = folder();
    const store = openStore(dir, KEY, { ...BEGIN, seed: 'seed-in-clear' });
    store.world.transact(() =>
      store.world.table('secretsmanager.secret').put('us-east-1/orders', { value: 'hunter2' }),
    );
    const bytes = () =>
      readdirSync(join(dir, 'twin'))
        .map((name) => readFileSync(join(dir, 'twin', name), 'latin1'))
        .join();
    for (const text of ['hunter2', 'orders', 'secretsmanager', 'seed-in-clear']) expect(bytes()).not.toContain(text);
    store.close();
    for (const text of ['hunter2', 'orders', 'secretsmanager', 'seed-in-clear']) expect(bytes()).not.toContain(text);
  });

  it('refuses another key, and a row that was moved', () => {
    const dir = folder();
    openStore(dir, KEY, BEGIN).close();
    expect(() => openStore(dir, new Uint8Array(32), BEGIN)).toThrow(/cannot be opened with the key/);
    openStore(dir, KEY, BEGIN).close();
  });

  it('writes a batch once, and what was done of it when it throws', () => {
    const dir = folder();
    const store = openStore(dir, KEY, BEGIN);
    const put = (key: string) => store.world.transact(() => store.world.table('t').put(key, {}));
    expect(() =>
      store.batch(() => {
        put('a');
        put('b');
        throw new Error('no');
      }),
    ).toThrow('no');
    store.close();
    const { world, close } = openAgain(dir);
    expect(
      world
        .table('t')
        .entries()
        .map(([key]) => key),
    ).toEqual(['a', 'b']);
    close();
  });

  it('has every one of a thousand transactions when it is opened again', () => {
    const dir = folder();
    const store = openStore(dir, KEY, BEGIN);
    for (let n = 0; n < 1000; n++) store.world.transact(() => store.world.table('t').put(`us-east-1/${n}`, { n }));
    store.close();
    const { world, close } = openAgain(dir);
    expect(world.table('t').entries()).toHaveLength(1000);
    close();
  });
});

describe('the state folder', () => {
  it('makes a passphrase once, for its owner only, and derives a key for each purpose from it', () => {
    const dir = join(folder(), 'state');
    const first = openStateFolder(dir);
    expect(statSync(join(dir, 'passphrase')).mode & 0o777).toBe(0o600);
    expect(Buffer.from(first.passphrase, 'base64url')).toHaveLength(32);
    const second = openStateFolder(dir);
    expect(second.passphrase).toBe(first.passphrase);
    expect(second.key('twin')).toEqual(first.key('twin'));
    expect(second.key('journal')).not.toEqual(first.key('twin'));
  });

  it('refuses a passphrase that others may read, or that is empty', () => {
    const dir = folder();
    writeFileSync(join(dir, 'passphrase'), 'x', { mode: 0o644 });
    expect(() => openStateFolder(dir)).toThrow(/mode 0644/);
    rmSync(join(dir, 'passphrase'));
    writeFileSync(join(dir, 'passphrase'), '\n', { mode: 0o600 });
    expect(() => openStateFolder(dir)).toThrow(/empty/);
  });
});

function openAgain(dir: string) {
  const store = openStore(dir, KEY, BEGIN);
  return { world: store.world, close: () => store.close() };
}
