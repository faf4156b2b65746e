import type { World } from '../../world.ts';
import { itemTable, tableTable } from './records.ts';

/** `dynamodb.table`: a table has come up, was changed, or is gone with its items. */
export function reactions(world: World): void {
  world.react('dynamodb.table', (event) => {
    const { region, name } = event.data as { region: string; name: string };
    const table = tableTable(world).get(`${region}/${name}`);
    if (!table) return;
    if (table.status !== 'DELETING') {
      tableTable(world).put(`${region}/${name}`, { ...table, status: 'ACTIVE' });
      return;
    }
    for (const [key] of itemTable(world).entries(`${region}/${name}/`)) itemTable(world).delete(key);
    tableTable(world).delete(`${region}/${name}`);
  });
}
