import { createHash } from 'node:crypto';
import { EvenkeelError } from '../lib/errors.ts';
import type { ScenarioChange } from '../runner/scenario.ts';
import type { System } from '../system/system.ts';
import { minorTargets } from '../twin/services/rds/index.ts';

/** The system as its file would say it after the change that a scenario is about. Same system, same change. */
export function changedSystem(system: System, change: ScenarioChange | undefined): System {
  if (change === undefined) return system;
  const { image, databaseVersion } = change;
  return {
    ...system,
    ...(databaseVersion === 'newer' && {
      database: { ...system.database, version: nextMinor(system.database) },
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

/** The nearest version that AWS upgrades to in place, by the twin's table. */
function nextMinor({ engine, version }: System['database']): string {
  const next = minorTargets(engine, version)[0];
  if (next !== undefined) return next;
  throw new EvenkeelError({
    code: 'no-newer-version',
    message: `the twin knows no minor version of ${engine} after ${version}`,
    found: version,
    allowed: 'a version with a valid upgrade target',
    next: 'name a scenario that changes something else',
  });
}
