import { type GraphNode, type UnknownReason, type Value, valueAt } from '../graph/node.ts';
import { isUnknown } from '../lib/property.ts';
import { Block, type Reader } from './block.ts';
import { Undecided } from './undecided.ts';

/**
 * A resource as rules see it: edges first, values by the readers of `Block`. One that is referred to and is not in the
 * checkpoints is there too, and everything about it is undecided.
 */
export class Resource extends Block {
  /** The one of a node that is certainly meant. */
  static of(node: GraphNode): Resource {
    const known = KNOWN.get(node) ?? new Resource(node);
    KNOWN.set(node, known);
    return known;
  }

  readonly #seen: GraphNode | Undecided;

  constructor(seen: GraphNode | Undecided, isCertain = true) {
    super(readerOf(seen), '', isCertain);
    this.#seen = seen;
  }

  /** Canonical type. */
  get type(): string {
    return this.#node.type;
  }

  get urn(): string {
    return this.#node.urn;
  }

  /** The name in the program. */
  get name(): string {
    return this.#node.name;
  }

  get stack(): string {
    return this.#node.stack;
  }

  get region(): string {
    const { region } = this.#node;
    if (region === undefined) throw new Undecided('region', 'neither the resource nor its provider tells one');
    return region;
  }

  /** Twelve digits. */
  get account(): string {
    const { account } = this.#node;
    if (account === undefined)
      throw new Undecided('account', 'neither an ARN nor the provider tells one', this.isPlanned);
    return account;
  }

  /** True for what the program declares and is not there yet. */
  get isPlanned(): boolean {
    return isPlanned(this.#node);
  }

  /** True where Pulumi refuses to delete it. */
  get isProtected(): boolean {
    return this.#node.protect;
  }

  /** What the program says alone, without what AWS made of it: for what AWS would fill in with nothing. */
  get declared(): Block {
    const { inputs } = this.#node;
    return new Block({
      ...readerOf(this.#seen),
      value: (path) => valueAt([inputs], path),
      shape: (path) => valueAt([inputs], path, false),
      isPlanned: false,
    });
  }

  /** The value of a tag, its provider's default ones included; `undefined` where it has none of that name. */
  tag(name: string): string | undefined {
    const { byName, open } = this.#node.tagSet;
    const value = byName.get(name);
    if (value === undefined && open !== undefined) throw notKnown('tags', open);
    if (value?.known === false) throw notKnown(`tags.${name}`, value.reason);
    return value === undefined ? undefined : String(value.value);
  }

  /** Whether it has a tag that is not empty; what its value is need not be known. */
  hasTag(name: string): boolean {
    const { byName, open } = this.#node.tagSet;
    const value = byName.get(name);
    if (value === undefined && open !== undefined) throw notKnown('tags', open);
    return value !== undefined && (!value.known || String(value.value).trim() !== '');
  }

  /** The resource of a type that an id or an ARN in a part of this one names. */
  named(text: string, type: string): Resource {
    const node = this.#node.named(text, type);
    return new Resource(node ?? new Undecided(text, 'is in none of the checkpoints'));
  }

  /** The resources of a type whose property refers to this one, by URN: companions, children, attachments. */
  from(type: string, path: string): readonly Resource[] {
    const found = this.#node.referrers(type, path).toSorted((a, b) => (a.node.urn < b.node.urn ? -1 : 1));
    return found.map(({ node, certain }) => (certain ? Resource.of(node) : new Resource(node, false)));
  }

  /** The resources that the program made this one from, whatever their type: `uses` of a launch template leads to the database that it names. */
  get uses(): readonly Resource[] {
    return this.#node.uses.filter(({ custom }) => custom).map((node) => Resource.of(node));
  }

  /** Whether the program makes a property of what other resources compute. */
  isDerived(property: string): boolean {
    return (this.#node.propertyDependencies[property] ?? []).length > 0;
  }

  /** Whether it is a resource of the checkpoints. */
  get isSeen(): boolean {
    return !(this.#seen instanceof Undecided);
  }

  /** The same resource, not certain to be meant. */
  perhaps(): Resource {
    return new Resource(this.#seen, false);
  }

  get #node(): GraphNode {
    if (this.#seen instanceof Undecided) throw this.#seen;
    return this.#seen;
  }
}

const KNOWN = new WeakMap<GraphNode, Resource>();

function notKnown(property: string, reason: UnknownReason): Undecided {
  return new Undecided(property, reason, reason === 'not computed yet');
}

function readerOf(seen: GraphNode | Undecided): Reader {
  if (seen instanceof Undecided) {
    const unseen = () => {
      throw seen;
    };
    return { value: unseen, shape: unseen, declared: unseen, to: unseen, toAll: unseen, isPlanned: false };
  }
  return {
    value: (path) => seen.value(path),
    shape: (path) => seen.shape(path),
    declared: (path) => declaredAt(seen, path),
    to: (path, type) => onlyOne(path, referredFrom(seen, path, type)),
    toAll: (path, type) => referredFrom(seen, path, type),
    isPlanned: isPlanned(seen),
  };
}

/**
 * What a program says at a path. Where only outputs are told (by the analyzer, which gives them as the inputs too), an unknown that no
 * edge explains may be AWS's.
 */
function declaredAt(node: GraphNode, path: string): Value | undefined {
  const value = valueAt([node.inputs], path, false);
  if (value.known) return value.value === undefined || value.value === null ? undefined : value;
  const [property = ''] = path.split('.');
  const isExplained = (node.propertyDependencies[property] ?? []).length > 0 || node.inputs !== node.outputs;
  return isExplained ? { known: true, value: 'given' } : value;
}

/** An item of a list is read as AWS answers it, whose order may be another than the program's: so is what it refers to. */
function referredFrom(seen: GraphNode, path: string, type: string): readonly Resource[] {
  const text = /\.\d+(\.|$)/.test(path) ? seen.text(path) : undefined;
  if (text !== undefined && text !== '') {
    const node = seen.named(text, type) ?? edgeFor(text, seen, path, type);
    return [new Resource(node ?? new Undecided(text, 'is in none of the checkpoints'))];
  }
  const found = new Map<string, Resource>();
  for (const [index, { node, text, certain }] of seen.references(path, type).entries()) {
    if (node !== undefined) found.set(node.urn, certain ? Resource.of(node) : new Resource(node, false));
    else if (text === undefined)
      found.set(`${index}`, new Resource(new Undecided(path, 'not computed yet', true), certain));
    else found.set(text, new Resource(new Undecided(text, 'is in none of the checkpoints'), certain));
  }
  return [...found.values()];
}

/** What the program's edges, and names that are no ids, say of the same text in whichever item of the list. */
function edgeFor(text: string, seen: GraphNode, path: string, type: string): GraphNode | undefined {
  const ofAllItems = path.replace(/\.\d+(?=\.|$)/g, '');
  return seen.references(ofAllItems, type).find((reference) => reference.text === text)?.node;
}

function onlyOne(path: string, [first, ...others]: readonly Resource[]): Resource | undefined {
  if (others.length === 0) return first;
  return new Resource(new Undecided(path, 'refers perhaps to one, perhaps to another'), false);
}

function isPlanned({ id, custom }: GraphNode): boolean {
  return custom && (id === undefined || id === '' || isUnknown(id));
}
