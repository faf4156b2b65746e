import type { Added } from '../../cases/build.ts';
import type { Chance } from '../build.ts';

/** None to two of a kind, each with draws of its own. */
export function each(chance: Chance, kind: string, make: (name: string) => Added): Added[] {
  const count = chance.oneOf(`${kind}s`, [0, 1, 1, 2]);
  return Array.from({ length: count }, (_, index) => make(`${kind}-${index}`));
}

export function tagsOf(chance: Chance, name: string): Record<string, string> {
  const tier = chance.oneOf(`${name} tier`, ['1', '1', '2', '3', undefined]);
  const objective = chance.oneOf(`${name} rpo`, ['1h', '6h', '12h', '24h', '7d', undefined]);
  const own = chance.is(`${name} objective`, 0.2) ? { 'backup-objective': '31d' } : {};
  const backup = chance.oneOf(`${name} backup`, ['daily', 'none', undefined]);
  return {
    ...own,
    ...(tier !== undefined && { tier }),
    ...(objective !== undefined && { rpo: objective }),
    ...(backup !== undefined && { backup }),
    environment: chance.oneOf(`${name} environment`, ['prod', 'dev']),
    stage: chance.oneOf(`${name} stage`, ['live', 'test']),
    'data-classification': chance.oneOf(`${name} class`, ['restricted', 'internal']),
  };
}
