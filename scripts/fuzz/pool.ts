import type { World } from '../../src/twin/world.ts';
import type { Random } from './random.ts';

/** Ids, ARNs and names of what is in a world, so that a good part of the requests is about something that is there. */
export class Pool {
  readonly #byTable = new Map<string, { id: string[]; arn: string[]; name: string[] }>();
  readonly #all: string[] = [];

  constructor(world: World) {
    for (const table of world.tableNames().filter((name) => !/^(world|provider|traffic)\./.test(name))) {
      const kept = { id: [] as string[], arn: [] as string[], name: [] as string[] };
      for (const record of world.table<unknown>(table).values().slice(-PER_TABLE)) {
        if (typeof record !== 'object' || record === null) continue;
        for (const field of ['id', 'arn', 'name'] as const) {
          const value = (record as Record<string, unknown>)[field];
          if (typeof value !== 'string') continue;
          kept[field].push(value);
          this.#all.push(value);
        }
      }
      this.#byTable.set(table.split('.')[1]?.replaceAll('-', '') ?? table, kept);
    }
  }

  /** A text for a member: of the tables that its name speaks of where there are any, else of all. */
  text(member: string, random: Random): string {
    const name = member.toLowerCase();
    const tables = [...this.#byTable].filter(
      ([table]) => name.includes(table) || (table === 'securitygroup' && name.startsWith('groupid')),
    );
    const field = /arns?$|^resource/.test(name) ? 'arn' : /names?$/.test(name) ? 'name' : 'id';
    const fitting = tables.flatMap(([, kept]) => (kept[field].length > 0 ? kept[field] : kept.name));
    if (fitting.length > 0 && random.chance(0.8)) return random.pick(fitting);
    return this.#all.length > 0 ? random.pick(this.#all) : '';
  }
}

/** The newest of each table; more would not make the requests any different. */
const PER_TABLE = 40;
