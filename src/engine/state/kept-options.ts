import type { PropertyValue } from '../../lib/property.ts';

/** Options that a state keeps: they say what becomes of a resource when the program no longer does. */
export interface KeptOptions {
  /** A deletion only forgets it. */
  readonly retainOnDelete?: boolean | undefined;
  /** The URN whose deletion takes this one along. */
  readonly deletedWith?: string | undefined;
  /** URNs whose replacement replaces this one. */
  readonly replaceWith?: readonly string[] | undefined;
  /** Property paths of which a change replaces. */
  readonly replaceOnChanges?: readonly string[] | undefined;
  /** A value of which a change replaces. */
  readonly replacementTrigger?: PropertyValue | undefined;
  /** Property paths that a person is not shown; differences of this engine hold no values. */
  readonly hideDiffs?: readonly string[] | undefined;
  /** The id that the program took it over by. */
  readonly importId?: string | undefined;
}

/** The options alone, without those that say nothing. */
export function keptOptions(from: KeptOptions): KeptOptions {
  return {
    ...(from.retainOnDelete && { retainOnDelete: true }),
    ...(from.deletedWith !== undefined && { deletedWith: from.deletedWith }),
    ...(isFilled(from.replaceWith) && { replaceWith: from.replaceWith }),
    ...(isFilled(from.replaceOnChanges) && { replaceOnChanges: from.replaceOnChanges }),
    ...(from.replacementTrigger !== undefined && { replacementTrigger: from.replacementTrigger }),
    ...(isFilled(from.hideDiffs) && { hideDiffs: from.hideDiffs }),
    ...(from.importId !== undefined && { importId: from.importId }),
  };
}

function isFilled(list: readonly string[] | undefined): list is readonly string[] {
  return list !== undefined && list.length > 0;
}
