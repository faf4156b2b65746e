/** The edges of a resource, decrypted or not. */
interface Edges {
  readonly parent?: string | undefined;
  readonly provider?: string | undefined;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly deletedWith?: string | undefined;
  readonly replaceWith?: readonly string[] | undefined;
}

/** The resource with every edge to a renamed one led to its new URN. */
export function renameEdges<T extends Edges>(resource: T, to: (urn: string) => string): T {
  const { parent, provider, dependencies, propertyDependencies, deletedWith, replaceWith } = resource;
  const at = provider?.lastIndexOf('::') ?? -1;
  return {
    ...resource,
    ...(parent !== undefined && { parent: to(parent) }),
    ...(dependencies !== undefined && { dependencies: dependencies.map(to) }),
    ...(propertyDependencies !== undefined && {
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([key, urns]) => [key, urns.map(to)]),
      ),
    }),
    ...(deletedWith !== undefined && { deletedWith: to(deletedWith) }),
    ...(replaceWith !== undefined && { replaceWith: replaceWith.map(to) }),
    ...(provider !== undefined && at >= 0 && { provider: to(provider.slice(0, at)) + provider.slice(at) }),
  };
}
