import { type PropertyMap, reveal } from '../../lib/property.ts';
import { withoutNotes } from './check.ts';
import type { Subject } from './outputs.ts';
import { isSame } from './same.ts';
import { hasTagsAll, tagsAll } from './tags.ts';

/** What an adapter gets: plain values, and the tags that AWS is given. */
export function adapterInputs(subject: Subject, inputs: PropertyMap): PropertyMap {
  return withMerged(subject, withoutNotes(reveal(inputs) as PropertyMap));
}

/** Inputs with the provider's tags under the resource's, and without what is not AWS's. */
export function withMerged(subject: Subject, inputs: PropertyMap): PropertyMap {
  const { region: _region, tagsAll: _tagsAll, ...rest } = inputs;
  return hasTagsAll(subject.behaviour) ? { ...rest, tags: tagsAll(subject.config, inputs) } : rest;
}

/** Of the earlier outputs, what stays in force where the program does not say: what the provider or AWS filled in. */
export function keptOf(subject: Subject, outputs: PropertyMap): PropertyMap {
  const kept = Object.entries(adapterInputs(subject, outputs)).filter(
    ([name]) => subject.behaviour?.in[name]?.[0] === 'opt+comp' && name !== 'tags',
  );
  return Object.fromEntries(kept);
}

/** The inputs of a type whose meaning differs. */
export function changedNames(subject: Subject, before: PropertyMap, after: PropertyMap): ReadonlySet<string> {
  const names = Object.keys(subject.behaviour?.in ?? { ...before, ...after });
  const all = [...names, ...(subject.behaviour?.sdkOnly ?? [])];
  return new Set(all.filter((name) => !isSame(subject.type, name, before[name], after[name])));
}
