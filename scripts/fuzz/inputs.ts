import type { Shape, Structure } from '../../src/twin/wire/model/shape.ts';
import type { Pool } from './pool.ts';
import type { Random } from './random.ts';

const MAX_DEPTH = 5;

/** A random input of a shape: what is required, now and then something more, with texts of the world where they may fit. */
export function randomInput(shape: Structure, random: Random, pool: Pool, depth = 0): Record<string, unknown> {
  const members = shape.isUnion ? [random.pick(shape.members)] : shape.members;
  const chosen = members.filter(
    ({ traits }) => shape.isUnion || traits.required || random.chance(depth > 1 ? 0.08 : 0.15),
  );
  return Object.fromEntries(
    chosen.map(({ name, shape: target }) => [name, randomValue(target, name, random, pool, depth + 1)]),
  );
}

/** An input with some of it changed: values, members gone or added, lists longer or empty. Types stay what the shape says. */
export function changedInput(
  shape: Structure,
  input: object,
  random: Random,
  pool: Pool,
  depth = 0,
): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const { name, shape: target } of shape.members) {
    const value = (input as Record<string, unknown>)[name];
    if (value === undefined) {
      if (random.chance(0.02)) changed[name] = randomValue(target, name, random, pool, depth + 1);
    } else if (!random.chance(0.03)) changed[name] = changedValue(target, name, value, random, pool, depth + 1);
  }
  return changed;
}

function changedValue(shape: Shape, name: string, value: unknown, random: Random, pool: Pool, depth: number): unknown {
  if (random.chance(0.06)) return randomValue(shape, name, random, pool, depth);
  if (shape.kind === 'structure' && typeof value === 'object')
    return changedInput(shape, value ?? {}, random, pool, depth);
  if (shape.kind === 'list' && Array.isArray(value)) {
    const items = value.filter(() => !random.chance(0.05));
    if (random.chance(0.05)) items.push(...value);
    return items.map((item: unknown) => changedValue(shape.item.shape, name, item, random, pool, depth + 1));
  }
  return value;
}

function randomValue(shape: Shape, name: string, random: Random, pool: Pool, depth: number): unknown {
  switch (shape.kind) {
    case 'structure':
      return depth > MAX_DEPTH ? {} : randomInput(shape, random, pool, depth);
    case 'list':
      return Array.from({ length: depth > MAX_DEPTH ? 0 : random.below(4) }, () =>
        randomValue(shape.item.shape, name, random, pool, depth + 1),
      );
    case 'map':
      return Object.fromEntries(
        Array.from({ length: depth > MAX_DEPTH ? 0 : random.below(4) }, () => [
          randomText(name, random, pool),
          randomValue(shape.value.shape, name, random, pool, depth + 1),
        ]),
      );
    case 'string':
      return randomText(name, random, pool);
    case 'number':
      return random.pick([
        0,
        1,
        2,
        5,
        20,
        60,
        80,
        443,
        8080,
        -1,
        1.5,
        2 ** 31,
        2 ** 53,
        -(2 ** 40),
        random.below(1000),
      ]);
    case 'boolean':
      return random.chance(0.5);
    case 'blob':
      return Uint8Array.from({ length: random.below(40) }, () => random.below(256));
    case 'timestamp':
      return new Date(random.pick([0, 1_767_225_600_000, 4_102_444_800_000, random.below(2 ** 31) * 1000]));
  }
}

const WORDS = [
  ...[
    'true',
    'x',
    'a-b',
    '0',
    '*',
    '{}',
    '[]',
    '$LATEST',
    '10.0.0.0/8',
    '10.250.0.0/16',
    '::/0',
    'us-east-1a',
    'tcp',
    '-1',
  ],
  ...[
    'ü<&>"\u0001',
    '../../x',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'NaN',
    ' ',
    'rate(1 minute)',
    'cron(0 3 * * ? *)',
  ],
  ...[
    'aurora-postgresql',
    '16.4',
    'db.r6g.large',
    'HTTP',
    'HTTPS',
    'forward',
    'Maximum',
    'CREATE',
    'UPSERT',
    'DELETE',
    'A',
    'CNAME',
  ],
];

function randomText(name: string, random: Random, pool: Pool): string {
  const choice = random.next();
  if (choice < 0.65) return pool.text(name, random);
  if (choice < 0.95) return random.pick(WORDS);
  return choice < 0.97 ? '' : random.pick(WORDS).repeat(1 + random.below(3000));
}
