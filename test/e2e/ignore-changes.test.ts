import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StackSpec } from '../../src/system/index.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { root } from '../support/cli.ts';
import { bringSystemUp, changesOf, type SystemUp } from '../support/system-up.ts';

/** From the failover on: the lost region is back after six hours, and what was in it has been rebuilt. */
const RETURNED_MS = 12 * 3_600_000;

const LISTS = /ignoreChanges: \[([^\]]*)\]/g;

/** Each property that a component's resource ignores changes of, as the sources have it. */
const IGNORED = readdirSync(join(root, 'stacks', 'components'))
  .sort()
  .flatMap((file) => propertiesIn(read('components', file)).map((property) => ({ file, property })));

let up: SystemUp;
/** A copy of `stacks/` inside the package, where its imports resolve. */
let copy: string;
/** The world after a failover and the return of the region that was lost. */
let after: Twin;
beforeAll(async () => {
  mkdirSync(join(root, '.evenkeel'), { recursive: true });
  copy = mkdtempSync(join(root, '.evenkeel', 'test-ignore-changes-'));
  cpSync(join(root, 'stacks'), join(copy, 'stacks'), { recursive: true });
  cpSync(join(root, 'Pulumi.yaml'), join(copy, 'Pulumi.yaml'));
  up = await bringSystemUp(join(root, 'stacks', 'systems', 'orders.yaml'));
  ({ twin: after } = await up.rehearse('region-loss', '7'));
  after.dispatcher.blocked.clear();
  after.world.advanceTo(after.world.nowMs + RETURNED_MS);
});
afterAll(() => {
  up.remove();
  rmSync(copy, { recursive: true, force: true });
});

test('after a failover and the return of the lost region the preview is empty, of the program and of its copy', async () => {
  expect(changesOf(await up.preview({ twin: after }))).toEqual({});
  expect(changesOf(await up.preview({ twin: after, root: copy }))).toEqual({});
});

test('no list of ignored properties under stacks/ is left out', () => {
  const files = readdirSync(join(root, 'stacks'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const count = (file: string) => read('.', file).match(/ignoreChanges/g)?.length ?? 0;
  const understood = files.filter((file) => propertiesIn(read('.', file)).length > 0).map((file) => basename(file));
  expect(files.filter((file) => count(file) !== (read('.', file).match(LISTS)?.length ?? 0))).toEqual([]);
  expect(understood.sort()).toEqual([...new Set(IGNORED.map(({ file }) => file))]);
  expect(understood).not.toEqual([]);
});

test.each(IGNORED)('were $property of $file not ignored, the preview would name it', async ({ file, property }) => {
  const changes = await withoutIgnoring(file, property, () =>
    up.preview({ twin: after, root: copy, stacks: stacksWith(file) }).then(changesOf),
  );
  process.stdout.write(`${file}, ${property}: ${JSON.stringify(changes)}\n`);
  const named = Object.values(changes).filter((change) => new RegExp(`"${property}(\\[\\d+\\])?":"`).test(change));
  expect(named).not.toEqual([]);
});

test('what cannot be foreseen of the first layer makes nothing protected seem replaced in the others', async () => {
  const changes = await withoutIgnoring('database-secret.ts', 'secretString', () =>
    up.preview({ twin: after, root: copy }).then(changesOf),
  );
  expect(changes['orders-prod-base database-secret-version']).toMatch(/^replace /);
  expect(Object.keys(changes).filter((where) => where.includes('database-cluster'))).toEqual([]);
});

/** The stacks of the layers that import a component. */
function stacksWith(file: string): StackSpec[] {
  return up.stacks.filter(({ layer }) => read('layers', `${layer}.ts`).includes(`../components/${file}'`));
}

async function withoutIgnoring<T>(file: string, property: string, body: () => Promise<T>): Promise<T> {
  const path = join(copy, 'stacks', 'components', file);
  const text = readFileSync(path, 'utf8');
  const less = text.replace(LISTS, (list) => list.replace(new RegExp(`'${property}'(, )?`), ''));
  expect(propertiesIn(less)).toEqual(propertiesIn(text).filter((name) => name !== property));
  writeFileSync(path, less);
  try {
    return await body();
  } finally {
    writeFileSync(path, text);
  }
}

function propertiesIn(source: string): string[] {
  return [...source.matchAll(LISTS)].flatMap(([, list = '']) =>
    [...list.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
  );
}

function read(folder: string, file: string): string {
  return readFileSync(join(root, 'stacks', folder, file), 'utf8');
}
