import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStateFolder } from '../../src/lib/state-folder.ts';
import { openStore } from '../../src/twin/store.ts';
import { type CliResult, cli } from '../support/cli.ts';

const state = mkdtempSync(join(tmpdir(), 'evenkeel-secrets-'));
const printed: CliResult[] = [];
let password = '';

beforeAll(async () => {
  const commands = [
    ['up', 'orders', '--yes', '--json'],
    ['run', 'dr-failover', 'orders', '--scenario', 'region-loss', '--json'],
    ['preview', 'orders'],
  ];
  for (const command of commands) printed.push(await cli(command, { state }));
  expect(printed.map(({ code }) => code).slice(0, 2), printed.map(({ stderr }) => stderr).join('\n')).toEqual([0, 3]);
  password = passwordIn(state);
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

test('the password of the database is a generated one, and it is in the sealed store', () => {
  expect(password).toMatch(/^[A-Za-z0-9]{40}$/);
});

test('the password of the database is in no file of the state folder, in whatever way it is written', () => {
  const files = readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const names = files.map((file) => file.slice(state.length + 1));
  // the places that hold it sealed, or could have written it by mistake, are among what is searched
  expect(names).toEqual(expect.arrayContaining(['journal.db', 'passphrase', join('twin', 'world.db')]));
  expect(names.filter((name) => /orders-prod-\w+\.json$/.test(name)).length).toBeGreaterThanOrEqual(4);
  expect(files.filter((file) => isIn(readFileSync(file))).map((file) => file.slice(state.length + 1))).toEqual([]);
});

test('no command prints the password of the database', () => {
  const all = printed.map(({ stdout, stderr }) => stdout + stderr);
  expect(all.every((text) => text.length > 500)).toBe(true);
  expect(all.filter((text) => isIn(Buffer.from(text)))).toEqual([]);
});

test('the search finds the password in each way of writing it', () => {
  const ways = [
    password,
    Buffer.from(`{"username":"evenkeel","password":"${password}"}`).toString('base64'),
    Buffer.from(`x${password}`).toString('base64url'),
    Buffer.from(password).toString('hex').toUpperCase(),
    [...password].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''),
    [...password].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ];
  for (const way of ways) expect(isIn(Buffer.from(`before ${way} after`)), way).toBe(true);
  expect(isIn(Buffer.from(`before ${password.slice(1)} after`))).toBe(false);
});

/** True where bytes hold the password: plain, base64 at any offset, hex of any case, percent- or \u-escaped, UTF-16. */
function isIn(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  const folded = text.toLowerCase();
  const exact = [password, Buffer.from(password, 'utf16le').toString('latin1'), ...base64Cores(password)];
  const codes = [...password].map((letter) => letter.charCodeAt(0).toString(16));
  const anyCase = [codes.join(''), `%${codes.join('%')}`, `\\u00${codes.join('\\u00')}`];
  return exact.some((needle) => text.includes(needle)) || anyCase.some((needle) => folded.includes(needle));
}

/** What is the same in the base64 of any text that holds it, for each of the three offsets it can stand at. */
function base64Cores(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('\0'.repeat(offset) + text)
      .toString('base64')
      .replace(/=+$/, '');
    // the first letters depend on what stands before, the last on what comes after
    return encoded.slice([0, 2, 3][offset], ((offset + text.length) * 8) % 6 === 0 ? undefined : -1);
  });
}

/** Read as the twin itself reads it: the store, opened with the key of the folder. */
function passwordIn(folder: string): string {
  const store = openStore(folder, openStateFolder(folder).key('twin'), { seed: '', account: '', nowMs: 0 });
  try {
    const [secret] = store.world
      .table<{ versions: Record<string, { secretString?: string }> }>('secretsmanager.secret')
      .values();
    const [version] = Object.values(secret?.versions ?? {});
    return (JSON.parse(version?.secretString ?? '{}') as { password?: string }).password ?? '';
  } finally {
    store.close();
  }
}
