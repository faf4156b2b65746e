import { createHash } from 'node:crypto';
import type { ScenarioChange } from '../runner/scenario.ts';
import type { System } from '../system/system.ts';

/** The system as its file would say it after the change that a scenario is about. Same system, same change. */
export function changedSystem(system: System, change: ScenarioChange | undefined): System {
  if (change === undefined) return system;
  const { image, databaseVersion } = change;
  return {
    ...system,
    ...(databaseVersion === 'newer' && {
      database: { ...system.database, version: nextMinor(system.database.version) },
    }),
    ...(image === 'newer' && {
      environments: Object.fromEntries(
        Object.entries(system.environments).map(([name, environment]) => {
          const sites = environment.sites.map((site) => ({ ...site, image: newerImage(site.image) }));
          return [name, { ...environment, sites }];
        }),
      ),
    }),
  };
}

/** An id that no system file names but by changing this one. */
function newerImage(image: string): string {
  return `ami-${createHash('sha256').update(`newer than ${image}`).digest('hex').slice(0, 17)}`;
}

function nextMinor(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  return `${major}.${Number(minor) + 1}`;
}
