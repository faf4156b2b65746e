import { every, must, notApplicable, type Resource, rule, Undecided } from 'evenkeel/policy';
import { CLUSTER, GLOBAL, INSTANCE, inGlobalOf } from '../../facts/counterparts.ts';
import { overlap, type Span, weekly } from '../../facts/windows.ts';

export const mnt02 = rule({
  id: 'MNT-02',
  title: 'A database, its replicas and those at other sites are not maintained in one hour',
  why: 'What would take over restarts while what it stands for restarts: for these minutes there is no redundancy at all.',
  remedy: 'Give the primary, each replica and each site a window of its own.',
  severity: 'medium',
  types: [INSTANCE, CLUSTER],
  reads: [GLOBAL],
  decidedAt: 'estate',
  cannotSee: [
    'windows of the members of a cluster, which they may have of their own',
    'a site that replicates by other means than a replica or a global database',
  ],
  parameters: {},
  check(database, _, { estate }) {
    const others = database.type === INSTANCE ? replicasOf(database) : inGlobalOf(database, estate);
    const partners = others.filter((one) => !one.isSeen || one.urn !== database.urn);
    if (partners.length === 0) return notApplicable('has no replica and no other site');
    return every(partners, (other) => {
      const apart = !overlap(spanOf(database), spanOf(other));
      return must(
        apart,
        `is maintained in ${windowOf(database)}, with ${other.name} in ${windowOf(other)}`,
        propertyOf(database),
      );
    });
  },
});

/** What it replicates, what replicates it, and what replicates the same. */
function replicasOf(database: Resource): readonly Resource[] {
  const sources = database.toAll('replicateSourceDb', INSTANCE);
  const family = [database, ...sources.filter(({ isSeen }) => isSeen)];
  const replicas = family.flatMap((one) => one.from(INSTANCE, 'replicateSourceDb'));
  return [...new Map([...sources, ...replicas].map((one) => [one.isSeen ? one.urn : one, one])).values()];
}

function spanOf(database: Resource): Span {
  const span = weekly(windowOf(database));
  if (span === undefined) throw new Undecided(propertyOf(database), `${windowOf(database)} is no window`);
  return span;
}

function windowOf(database: Resource): string {
  return String(database.need(propertyOf(database)));
}

function propertyOf({ type }: Resource): string {
  return type === CLUSTER ? 'preferredMaintenanceWindow' : 'maintenanceWindow';
}
