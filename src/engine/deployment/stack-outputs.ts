import type { PropertyMap } from '../../lib/property.ts';
import type { StackOptions } from '../options.ts';

/**
 * How references to other stacks of the state folder are answered. A reference is `STACK`, or
 * `organization/PROJECT/STACK`. `stackOutputs` of the options goes first: a preview of several stacks hands the
 * foreseen outputs of one on to the next.
 */
export function stackOutputsOf(options: StackOptions): (reference: string) => Promise<PropertyMap | undefined> {
  return async (reference) => {
    const [stack = '', project = options.project] = reference.split('/').reverse();
    return options.stackOutputs?.({ project, stack }) ?? options.backend.outputs({ project, stack });
  };
}
