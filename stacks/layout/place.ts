import type { Environment, FoundStack, Layer, Site, System } from 'evenkeel/system';
import { type NameKind, nameOf } from './names.ts';

/** Where a stack's resources stand: what names and tags are made of. */
export interface Place {
  readonly system: System;
  readonly environment: Environment;
  readonly layer: Layer;
  /** E.g. `orders-prod`, at a site `orders-prod-use1`. */
  readonly prefix: string;
  /** Names of protected resources that are to lose their protection. */
  readonly unprotected: ReadonlySet<string>;
}

/** A place at a site. */
export interface SitePlace extends Place {
  readonly site: Site;
}

export function placeOf(found: FoundStack, unprotected: ReadonlySet<string>): Place {
  const { system, environment, spec } = found;
  return { system, environment, layer: spec.layer, prefix: `${system.system}-${environment.name}`, unprotected };
}

export function placeAt(place: Place, site: Site): SitePlace {
  return { ...place, prefix: `${place.system.system}-${place.environment.name}-${site.name}`, site };
}

/** A name of a kind at a place, within what AWS allows. */
export function nameAt(place: Place, kind: NameKind, ...parts: readonly (string | number)[]): string {
  return nameOf(kind, place.prefix, ...parts);
}

/** CloudWatch namespace of the gate's signals, the same at every site. */
export function namespaceOf(place: Place): string {
  return `Evenkeel/${place.system.system}-${place.environment.name}`;
}

/** A site's place in the list of its environment. */
export function indexOf({ environment, site }: SitePlace): number {
  return environment.sites.findIndex(({ name }) => name === site.name);
}

/** The other sites of a place's environment, in the order of the file. */
export function othersOf(place: SitePlace): readonly Site[] {
  return place.environment.sites.filter((site) => site.name !== place.site.name);
}
