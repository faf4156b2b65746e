import { isIdentifier, MENTION } from '../graph/dependency-order.ts';
import type { GraphNode } from '../graph/node.ts';
import { isSecret, isUnknown, type PropertyMap, type PropertyValue, secret } from '../lib/property.ts';

/**
 * What the things of one world are called in another: ids, ARNs, DNS names. Learnt from each resource as it was and as it was
 * made again, and applied to the inputs of the next.
 */
export class Renaming {
  readonly #names = new Map<string, string>();

  /** The new name of a thing; itself where it has kept it. */
  of(name: string): string {
    return this.#names.get(name) ?? name;
  }

  learn(before: string, after: string): void {
    if (before !== after && before !== '' && !this.#names.has(before)) this.#names.set(before, after);
  }

  /**
   * Learns every computed text that differs. What the program gave is the same in both, and what names another resource
   * (`isOthers`), such as the cluster that is copied from, is learnt from that one.
   */
  learnOutputs(
    node: Pick<GraphNode, 'inputs' | 'outputs'>,
    after: PropertyMap,
    isOthers: (text: string) => boolean,
  ): void {
    for (const [name, value] of Object.entries(node.outputs)) {
      if (node.inputs[name] === undefined && !/^tags(All)?$/.test(name)) this.#learnValue(value, after[name], isOthers);
    }
  }

  /** A value in which each mention of a thing is its new name. */
  apply(value: PropertyValue): PropertyValue {
    if (this.#names.size === 0) return value;
    if (typeof value === 'string') return isUnknown(value) ? value : this.#applyText(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item) => this.apply(item));
    if (isSecret(value)) return secret(this.apply(value.value));
    const members = Object.entries(value as PropertyMap);
    return Object.fromEntries(members.map(([key, item]) => [key, item === undefined ? undefined : this.apply(item)]));
  }

  #applyText(text: string): string {
    const whole = this.#names.get(text);
    if (whole !== undefined) return whole;
    return text.replace(
      MENTION,
      (word) => this.#names.get(word) ?? (word.startsWith('arn:') ? this.#inside(word) : word),
    );
  }

  /** An ARN of something inside a thing: its longest known beginning, else the ids in it. */
  #inside(arn: string): string {
    for (let end = arn.length; end > 0; end = Math.max(arn.lastIndexOf(':', end - 1), arn.lastIndexOf('/', end - 1))) {
      const known = this.#names.get(arn.slice(0, end));
      if (known !== undefined) return known + arn.slice(end);
    }
    return arn.replace(/[^:/]+/g, (part) => this.#names.get(part) ?? part);
  }

  #learnValue(
    before: PropertyValue | undefined,
    after: PropertyValue | undefined,
    isOthers: (text: string) => boolean,
  ): void {
    if (typeof before === 'string') {
      const isName = typeof after === 'string' && isIdentifier(before) && isIdentifier(after);
      if (isName && !isOthers(before)) this.learn(before, after);
    } else if (typeof before === 'object' && before !== null && typeof after === 'object' && after !== null) {
      for (const [key, item] of Object.entries(before)) this.#learnValue(item, (after as PropertyMap)[key], isOthers);
    }
  }
}
