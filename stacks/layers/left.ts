import { type Output, StackReference } from '@pulumi/pulumi';
import { accountStackOf, type FoundStack, type Layer, type StackSpec, stacksOf } from 'evenkeel/system';

/** A stack on the left whose outputs are read. Secret outputs stay secret. */
export class Left<Outputs extends object> {
  readonly #reference: StackReference;

  /** Throws where `stack` is not one that `spec` may refer to: references form the layers' order. */
  constructor(spec: StackSpec, stack: string) {
    if (!spec.references.includes(stack)) {
      throw new Error(`broken invariant: ${spec.stack} may not refer to ${stack}, which is not on its left`);
    }
    this.#reference = new StackReference(`organization/evenkeel/${stack}`);
  }

  /** Fails where the stack has no such output. */
  get<Key extends keyof Outputs & string>(key: Key): Output<Outputs[Key]> {
    return this.#reference.requireOutput(key) as Output<Outputs[Key]>;
  }
}

/** The stack of a layer that a system's environment has; of the site layer, that of the site. */
export function stackOf({ system, environment }: FoundStack, layer: Layer, site?: string): string {
  const all = [accountStackOf(system, environment), ...stacksOf(system, environment)];
  const spec = all.find((one) => one.layer === layer && one.site === site);
  if (spec === undefined) throw new Error('broken invariant: an environment has a stack of every layer');
  return spec.stack;
}
