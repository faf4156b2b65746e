import type { World } from '../../world.ts';
import { functionTable } from './records.ts';

/** `lambda.function`: a function has become active, or an update of it has ended. */
export function reactions(world: World): void {
  world.react('lambda.function', (event) => {
    const { region, name } = event.data as { region: string; name: string };
    const record = functionTable(world).get(`${region}/${name}`);
    if (record) functionTable(world).put(`${region}/${name}`, { ...record, state: 'Active', lastUpdate: 'Successful' });
  });
}
