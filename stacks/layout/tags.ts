import { writeDuration } from 'evenkeel/system';
import type { Place, SitePlace } from './place.ts';

/**
 * Tags of a resource: where it belongs (`evenkeel:…`, which Evenkeel finds it by), and what every estate asks of a resource
 * (control TAG-01). `name` is the tag `Name`, which consoles show, for things that have no name of their own.
 */
export function tagsOf(place: Place | SitePlace, component: string, name?: string): Record<string, string> {
  const { system, environment, layer } = place;
  const { rtoSeconds, rpoSeconds } = system.recovery.objectives;
  return {
    'evenkeel:system': system.system,
    'evenkeel:environment': environment.name,
    'evenkeel:layer': layer,
    'evenkeel:component': component,
    ...('site' in place && { 'evenkeel:site': place.site.name }),
    'evenkeel:contact': system.owner.email,
    'evenkeel:recovery': system.recovery.strategy,
    owner: system.owner.team,
    'cost-center': system.owner.costCenter,
    environment: environment.name,
    service: system.system,
    tier: String(system.tier),
    'data-classification': system.dataClassification,
    rto: writeDuration(rtoSeconds),
    rpo: writeDuration(rpoSeconds),
    'backup-objective': writeDuration(system.backup.rpoSeconds),
    ...(name !== undefined && { Name: name }),
  };
}
