/** One name of a form such as `Filters.Filter.1.Name=…`, split at its dots. */
export interface FormNode {
  text: string | undefined;
  readonly children: Map<string, FormNode>;
}

/** A query protocol's form as a tree. */
export function parseForm(form: URLSearchParams): FormNode {
  const root: FormNode = { text: undefined, children: new Map() };
  for (const [name, text] of form) {
    let node = root;
    for (const part of name.split('.')) node = childOf(node, part);
    node.text = text;
  }
  return root;
}

/** The numbered children, in the order of their numbers. */
export function numberedChildren(node: FormNode | undefined): FormNode[] {
  if (!node) return [];
  return [...node.children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function childOf(node: FormNode, name: string): FormNode {
  let child = node.children.get(name);
  if (!child) {
    child = { text: undefined, children: new Map() };
    node.children.set(name, child);
  }
  return child;
}
