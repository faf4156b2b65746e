import type { Environment, System } from './system.ts';

/** The system as one of its environments has it: what the environment says for itself in place of what the system says. */
export function inEnvironment(system: System, { own }: Environment): System {
  return {
    ...system,
    ...own,
    service: { ...system.service, ...own.service },
    database: { ...system.database, ...own.database },
  };
}
