import { allOf, anyOf, attempt, type Block, type Resource, Undecided } from 'evenkeel/policy';
import { arnOfPlanned, DATA_STORES } from './backed-up.ts';
import { canMeet, matches } from './glob.ts';
import { isSameAccount } from './place.ts';

export const SELECTION = 'aws:backup/selection:Selection';

/**
 * Whether a selection takes a data store of its region: by one of its ARNs or one of its tags, or because it names neither; where
 * all its conditions hold; unless it is excluded. Case counts. Source: "Assign resources with AWS CLI" and BackupSelection, AWS Backup
 * Developer Guide; "How do I assign resources to an AWS Backup plan", AWS re:Post (read 2026-11).
 */
export function takes(selection: Resource, store: Resource): boolean {
  return allOf(
    () => isSameAccount(selection, store),
    () => isTaken(selection, store),
    () => !isNamed(selection, 'notResources', store),
    () => meetsConditions(selection, store),
  );
}

function isTaken(selection: Resource, store: Resource): boolean {
  const isEmpty = (path: string) => selection.list(path).length === 0;
  return anyOf(
    () => isNamed(selection, 'resources', store),
    ...parts(selection, 'selectionTags').map((tag) => () => tagIs(store, tag, (found, wanted) => found === wanted)),
    () => isEmpty('resources') && isEmpty('selectionTags'),
  );
}

function meetsConditions(selection: Resource, store: Resource): boolean {
  const asked = parts(selection, 'conditions').flatMap((conditions) =>
    Object.entries(OPERATORS).flatMap(([operator, { isNegated, holds }]) =>
      parts(conditions, operator).map((tag) => () => tagIs(store, tag, holds, isNegated)),
    ),
  );
  return allOf(...asked);
}

type Holds = (found: string, wanted: string) => boolean;

const OPERATORS: Readonly<Record<string, { readonly isNegated?: true; readonly holds: Holds }>> = {
  stringEquals: { holds: (found, wanted) => found === wanted },
  stringLikes: { holds: (found, wanted) => matches(wanted, found) },
  stringNotEquals: { isNegated: true, holds: (found, wanted) => found !== wanted },
  stringNotLikes: { isNegated: true, holds: (found, wanted) => !matches(wanted, found) },
};

function tagIs(store: Resource, tag: Block, holds: Holds, isNegated?: true): boolean {
  const key = String(tag.need('key')).replace(/^aws:ResourceTag\//, '');
  const found = store.tag(key);
  if (found !== undefined) return holds(found, String(tag.need('value')));
  if (isNegated !== true) return false;
  throw new Undecided(key, 'is no tag of it, and AWS does not say whether a condition by what a tag is not takes it');
}

function parts(block: Block, path: string): readonly Block[] {
  return block.list(path);
}

/** Whether a list of ARNs and wildcards names a data store, by its text or by the program's edge. */
function isNamed(selection: Resource, path: string, store: Resource): boolean {
  const { patterns, urns, open } = named(selection, path);
  if (urns.has(store.urn)) return true;
  const isOpen = () => {
    if (open !== undefined) throw open;
    return false;
  };
  return anyOf(...patterns.map((pattern) => () => isArnOf(pattern, store)), isOpen);
}

function isArnOf(pattern: string, store: Resource): boolean {
  if (pattern === '*') return true;
  const arn = attempt(() => store.text('arn'));
  if ('value' in arn && arn.value !== undefined) return matches(pattern, arn.value);
  const planned = arnOfPlanned(store);
  // what the pattern says of the part that is not known must hold for any text: only its own wildcard does
  if (matches(pattern, planned.replaceAll('*', '\u0000'))) return true;
  if (!canBe(pattern, planned)) return false;
  throw new Undecided('arn', 'not computed yet', true);
}

/** Part by part where a pattern has all of an ARN's: what is not known of one is no part of the next. */
function canBe(pattern: string, planned: string): boolean {
  const [parts, others] = [arnParts(pattern), arnParts(planned)];
  if (parts.length !== others.length) return canMeet(pattern, planned);
  return parts.every((part, index) => canMeet(part, others[index] ?? ''));
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? [arn] : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

interface Named {
  readonly patterns: readonly string[];
  readonly urns: ReadonlySet<string>;
  /** Set where some of the list is not known and may name anything. */
  readonly open: Undecided | undefined;
}

const read = new WeakMap<Resource, Map<string, Named>>();

/** Read once for each selection, not for each data store. */
function named(selection: Resource, path: string): Named {
  const known = read.get(selection) ?? new Map<string, Named>();
  read.set(selection, known);
  const found = known.get(path) ?? readNamed(selection, path);
  known.set(path, found);
  return found;
}

function readNamed(selection: Resource, path: string): Named {
  const items = attempt(() => selection.list(path).map((item) => attempt(() => item.text() ?? '')));
  const referred = DATA_STORES.flatMap((type) => selection.toAll(path, type)).filter(({ isSeen }) => isSeen);
  const urns = new Set(referred.filter(({ isCertain }) => isCertain).map(({ urn }) => urn));
  if ('undecided' in items) return { patterns: [], urns, open: items.undecided };
  const patterns = items.value.flatMap((item) => ('value' in item ? [item.value] : []));
  const isForeign = (text: string) => DATA_STORES.every((type) => !selection.named(text, type).isSeen);
  const open = items.value.find((item) => 'undecided' in item);
  // each item that is not known is one of those that the program's edges lead to
  const isExplained = urns.size + patterns.filter(isForeign).length >= items.value.length;
  return {
    patterns,
    urns,
    open: open !== undefined && 'undecided' in open && !isExplained ? open.undecided : undefined,
  };
}
