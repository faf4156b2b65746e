import { checkDepth } from '../message.ts';
import type { Member, Shape, Structure } from '../model/shape.ts';
import { type FormNode, numberedChildren } from './form.ts';
import { scalarFromText } from './scalar.ts';

/** The two dialects: they differ in the names of members and in how lists are numbered. */
export type QueryDialect = 'awsQuery' | 'ec2Query';

/** A structure out of the form of a query protocol. */
export function readQueryStructure(
  shape: Structure,
  node: FormNode,
  dialect: QueryDialect,
  depth = 0,
): Record<string, unknown> {
  checkDepth(depth);
  const value: Record<string, unknown> = {};
  for (const member of shape.members) {
    const child = node.children.get(dialect === 'ec2Query' ? ec2Name(member) : member.xmlName);
    if (child) value[member.name] = readQuery(member.shape, child, dialect, depth + 1);
  }
  return value;
}

function readQuery(shape: Shape, node: FormNode, dialect: QueryDialect, depth: number): unknown {
  switch (shape.kind) {
    case 'structure':
      return readQueryStructure(shape, node, dialect, depth);
    case 'list': {
      const items = dialect === 'ec2Query' ? node : node.children.get(shape.item.xmlName);
      return numberedChildren(items).map((item) => readQuery(shape.item.shape, item, dialect, depth + 1));
    }
    case 'map':
      return Object.fromEntries(
        numberedChildren(node.children.get('entry')).map((entry) => {
          const value = entry.children.get(shape.value.xmlName);
          return [
            entry.children.get(shape.keyName)?.text ?? '',
            value ? readQuery(shape.value.shape, value, dialect, depth + 1) : '',
          ];
        }),
      );
    default:
      return scalarFromText(shape, node.text ?? '');
  }
}

/** EC2's own name for a member, else the other names with a capital. */
function ec2Name({ traits, xmlName }: Member): string {
  return traits.ec2QueryName ?? xmlName.charAt(0).toUpperCase() + xmlName.slice(1);
}
