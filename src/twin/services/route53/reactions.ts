import type { World } from '../../world.ts';
import type { Insync } from './change.ts';
import { changeTable, recordKey, servedTable, zoneTable } from './records.ts';

/** `route53.insync`: the name servers have a change. */
export function reactions(world: World): void {
  world.react('route53.insync', (event) => {
    const { changeId, effects } = event.data as Insync;
    for (const effect of effects) {
      if ('drop' in effect) servedTable(world).delete(effect.drop);
      else if (zoneTable(world).get(effect.put.zoneId)) servedTable(world).put(recordKey(effect.put), effect.put);
    }
    const change = changeTable(world).get(changeId);
    if (change) changeTable(world).put(changeId, { ...change, status: 'INSYNC' });
  });
}
