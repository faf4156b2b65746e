import type { PropertyMap } from '../../../../src/lib/property.ts';
import type { Generation } from '../case.ts';
import type { RigProvider } from './provider.ts';

/** Does to the world what others did to it before this generation. */
export function disturb(provider: RigProvider, { gone = [], changed = {} }: Generation): void {
  for (const name of gone) provider.world.delete(idOf(provider, name));
  for (const [name, members] of Object.entries(changed)) {
    const thing = provider.world.get(idOf(provider, name));
    if (thing !== undefined) thing.inputs = { ...thing.inputs, ...(members as PropertyMap) };
  }
}

function idOf(provider: RigProvider, name: string): string {
  const found = [...provider.world].find(([, thing]) => thing.name === name)?.[0];
  if (found === undefined) throw new Error(`nothing in the world is called ${name}`);
  return found;
}
