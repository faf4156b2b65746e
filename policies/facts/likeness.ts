import { every, type Finding, fail, pass, type Resource, Undecided, unknown } from 'evenkeel/policy';
import { BALANCER, CLUSTER, INSTANCE, MEMBER } from './counterparts.ts';
import { isClassAtLeast } from './database-class.ts';

/** What a resource and what stands for it must have in common. */
interface Likeness {
  readonly what: string;
  of(resource: Resource): readonly string[];
  fits(theirs: readonly string[], own: readonly string[]): boolean;
}

const ENGINE: Likeness = { what: 'engine', of: (one) => [String(one.need('engine'))], fits: isSame };
const VERSION: Likeness = { what: 'version', of: (one) => [String(one.need('engineVersion'))], fits: isSame };
const CLASS: Likeness = { what: 'class', of: classesOf, fits: isNoSmaller };
const KIND: Likeness = { what: 'type', of: (one) => [one.text('loadBalancerType') ?? 'application'], fits: isSame };

const LIKENESS: Readonly<Record<string, readonly Likeness[]>> = {
  [CLUSTER]: [ENGINE, VERSION, CLASS],
  [INSTANCE]: [ENGINE, VERSION, CLASS],
  [BALANCER]: [KIND],
};

/** Whether another resource of the type can stand for this one: same engine, same version, no smaller class. */
export function canStandFor(other: Resource, resource: Resource): Finding {
  const finding = every(LIKENESS[resource.type] ?? [], ({ what, of, fits }) => {
    const [own, theirs] = [of(resource), of(other)];
    if (fits(theirs, own)) return pass();
    const found = theirs.join(', ') || 'none';
    return fail(`has at ${other.region} a counterpart (${other.name}) of ${what} ${found}, not ${own.join(', ')}`);
  });
  if (other.isCertain || finding.verdict !== 'pass') return finding;
  return unknown(`${other.name} at ${other.region} is perhaps of another system`);
}

function isSame(theirs: readonly string[], own: readonly string[]): boolean {
  return theirs.join() === own.join();
}

/** The classes that a database runs on: of a cluster those of its members. */
function classesOf(database: Resource): readonly string[] {
  if (database.type === INSTANCE) return [String(database.need('instanceClass'))];
  const whole = database.text('dbClusterInstanceClass');
  if (whole !== undefined) return [whole];
  const classes = database.from(MEMBER, 'clusterIdentifier').map((member) => String(member.need('instanceClass')));
  return [...new Set(classes)].sort();
}

/** Whether the smallest of theirs is at least the smallest of the own: each of theirs is at least one of them. */
function isNoSmaller(theirs: readonly string[], own: readonly string[]): boolean {
  const fits = theirs.map((found) => own.length === 0 || own.some((wanted) => isKnownAtLeast(found, wanted)));
  return fits.length > 0 && fits.every((one) => one);
}

function isKnownAtLeast(found: string, wanted: string): boolean {
  const answer = isClassAtLeast(found, wanted);
  if (answer !== undefined) return answer;
  throw new Undecided('instanceClass', `${found} and ${wanted} cannot be compared`);
}
