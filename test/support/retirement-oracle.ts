import type { Rehearsal } from '../../src/rehearsal/rehearse.ts';
import { certificateOf, hasCertificate } from '../../src/reports/certificate.ts';
import { TAGGED_TABLES } from '../../src/twin/services/tagged-tables.ts';
import type { World } from '../../src/twin/world.ts';
import { asBroughtUp, beforeSystem, type RetirementGround } from './retirement.ts';

/**
 * What is wrong with a retirement, by somebody who reads the whole world: nothing, as it should be. `neighbours` are the ARNs of what is not the
 * system's and was there before, beside the layer of its account, which is not the system's either.
 */
export function retirementFaults(
  ground: RetirementGround,
  { document, events, twin }: Rehearsal,
  neighbours: readonly string[] = [],
): string[] {
  const outside = [...arnsIn(beforeSystem(ground).world), ...neighbours];
  const faults = document.violations.map(({ checker, message }) => `${checker}: ${message}`);
  const left = arnsIn(twin.world);
  faults.push(...outside.filter((arn) => !left.has(arn)).map((arn) => `${arn} is not the system's, and was deleted`));
  const begun = events.findIndex(({ event }) => event.type === 'engine-started');
  const isProved = events
    .slice(0, begun < 0 ? undefined : begun)
    .some(({ event }) => event.type === 'step-done' && event.fates?.some(({ fate }) => fate === 'proved'));
  if (begun >= 0 && !isProved) faults.push('a deletion began before the restore was proved');
  if (document.outcome === 'done') faults.push(...survivingBeyond(twin.world, events, outside));
  else if (begun < 0) faults.push(...changedIn(ground, twin.world));
  return faults;
}

/** Of a retirement that is done the survivors are what its certificate declares, exactly; what it names as left it has at least found. */
function survivingBeyond(world: World, events: Rehearsal['events'], outside: readonly string[]): string[] {
  if (!hasCertificate(events)) return ['done, and nothing is certified'];
  const { survivors, left, pending, asOf } = certificateOf(events);
  const named = [...survivors, ...left, ...pending].map(({ id }) => id);
  const isNamed = (arn: string) => named.some((id) => arn === id || arn.endsWith(`:${id}`) || arn.endsWith(`/${id}`));
  const there = [...arnsIn(world)].filter((arn) => !outside.includes(arn));
  return [
    ...there.filter((arn) => !isNamed(arn)).map((arn) => `${arn} is still there, and the certificate does not say so`),
    ...survivors
      .filter(({ untilAt = asOf }) => untilAt >= asOf)
      .filter(({ id }) => !there.some((arn) => arn === id || arn.endsWith(`:${id}`)))
      .map(({ id }) => `${id} is certified to survive, and is not there`),
  ];
}

/** Taken back is taken back: whatever the system had is there, and its sites claim as they did. */
function changedIn(ground: RetirementGround, world: World): string[] {
  const [before, after] = [asBroughtUp(ground).world, world];
  const left = arnsIn(after);
  const missing = [...arnsIn(before)].filter((arn) => !left.has(arn));
  const flags = (one: World) => JSON.stringify(one.table('dynamodb.item').values());
  return [
    ...missing.map((arn) => `${arn} was there before, and is gone`),
    ...(flags(before) === flags(after) ? [] : ['the flags of the gate are not as before']),
  ];
}

/** Whatever could carry a tag, tagged or not: the table of tagging says how each record is named. */
export function arnsIn(world: World): ReadonlySet<string> {
  const listed = TAGGED_TABLES.flatMap(({ table, resourcesOf }) =>
    world
      .table<never>(table)
      .values()
      .flatMap((record) => resourcesOf(record, world).map(({ arn }) => arn)),
  );
  // tagging does not list roles
  const roles = world.table<{ arn: string }>('iam.role').values();
  return new Set([...listed, ...roles.map(({ arn }) => arn)]);
}
