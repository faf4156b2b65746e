import type { PropertyMap, PropertyValue } from '../../lib/property.ts';
import { isUnknown } from '../../lib/property.ts';
import type { Extras, PropertyFacts } from './behaviour.ts';
import { isEmpty } from './same.ts';

/** What a change of one property asks for, and what must be said with it. */
export interface Verdict {
  readonly effect: 'replace' | 'update' | 'none';
  readonly note?: string;
}

/**
 * What the recorded provider did with such a change. `inputs` are the new inputs of the resource, plain: conditions
 * look at them. What the record calls unknown, or conditional without a condition that fits, is an update, and the note says so.
 */
export function verdictOf(
  facts: PropertyFacts,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  inputs: PropertyMap,
): Verdict {
  const [, , replace, extras = {}] = facts;
  const kind = isEmpty(before) ? 'set' : isEmpty(after) ? 'unset' : 'change';
  const special = extras[kind];
  if (special !== undefined) return specialVerdict(special, kind);
  if (replace === true) return { effect: 'replace' };
  if (replace === false) return { effect: 'update' };
  if (replace === 'unknown')
    return guessed(`whether this replaces the resource is not recorded (${extras.why ?? 'no reason given'})`);
  return conditional(extras, before, after, inputs);
}

function specialVerdict(special: string, kind: string): Verdict {
  if (special === 'replace' || special === 'update' || special === 'none') return { effect: special };
  const verb = { set: 'setting', unset: 'unsetting', change: 'changing' }[kind];
  return guessed(`${verb} this was seen to end in ${special.replace('/', ' or ')}, on what is not recorded`);
}

function conditional(
  extras: Extras,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  inputs: PropertyMap,
): Verdict {
  const via = extras.via === undefined ? {} : { note: `through ${extras.via.join(', ')}` };
  if (extras.replaceIf !== undefined && holds(extras.replaceIf, inputs) && isOn(extras.on, before, after)) {
    return { effect: 'replace', ...via };
  }
  if (extras.updateIf !== undefined && holds(extras.updateIf, inputs)) return { effect: 'update' };
  if (extras.replaceWhen !== undefined && isOn(asList(extras.replaceWhen), before, after))
    return { effect: 'replace', ...via };
  if (extras.updateWhen !== undefined && isOn(asList(extras.updateWhen), before, after)) return { effect: 'update' };
  if (extras.otherwise !== undefined) return { effect: extras.otherwise, ...via };
  if (extras.set === 'replace' || extras.unset === 'replace') return { effect: 'update' };
  return guessed('this was seen both to update and to replace the resource; none of the recorded conditions fits');
}

function guessed(reason: string): Verdict {
  return { effect: 'update', note: `${reason}; taken for an update` };
}

/** Every condition of a set. Values that the record made up (lists, ids) stand for "is given". */
function holds(condition: Readonly<Record<string, string>>, inputs: PropertyMap): boolean {
  return Object.entries(condition).every(([name, value]) => {
    const actual = inputs[name];
    if (isMadeUp(value)) return !isEmpty(actual);
    return !isEmpty(actual) && !isUnknown(actual) && String(actual) === value;
  });
}

function isMadeUp(value: string): boolean {
  return value.startsWith('[') || /^\d{12}$/.test(value) || /-[a-z]$/.test(value);
}

/** Whether a change is one of the named transitions; without names, any change is. */
function isOn(
  transitions: readonly string[] | undefined,
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
): boolean {
  return transitions === undefined || transitions.some((transition) => isTransition(transition, before, after));
}

function isTransition(name: string, before: PropertyValue | undefined, after: PropertyValue | undefined): boolean {
  if (isUnknown(after)) return false;
  const more = lengthOf(after) - lengthOf(before);
  switch (name) {
    case 'raised':
      return Number(after) > Number(before);
    case 'lowered':
      return Number(after) < Number(before);
    case 'one more':
      return more > 0;
    case 'one less':
      return more < 0;
    case 'other value':
      return more === 0;
    case 'to or from an empty list':
      return isEmpty(before) !== isEmpty(after);
    default:
      return `${String(before)}>${String(after)}` === name;
  }
}

function lengthOf(value: PropertyValue | undefined): number {
  return Array.isArray(value) ? value.length : isEmpty(value) ? 0 : 1;
}

function asList(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
