import type { Member, Shape, Structure } from '../model/shape.ts';
import { scalarFromText } from './scalar.ts';
import type { XmlElement } from './xml-parse.ts';

/** The given members of a structure out of an element's children. */
export function readXmlMembers(members: readonly Member[], element: XmlElement): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const member of members) {
    const child = childOf(element, member.xmlName);
    if (child) value[member.name] = readXml(member.shape, child);
  }
  return value;
}

export function readXmlStructure(shape: Structure, element: XmlElement): Record<string, unknown> {
  return readXmlMembers(shape.members, element);
}

function readXml(shape: Shape, element: XmlElement): unknown {
  switch (shape.kind) {
    case 'structure':
      return readXmlStructure(shape, element);
    case 'list':
      return element.children
        .filter((child) => child.tag === shape.item.xmlName)
        .map((child) => readXml(shape.item.shape, child));
    case 'map':
      return Object.fromEntries(
        element.children
          .filter((child) => child.tag === 'entry')
          .map((entry) => {
            const value = childOf(entry, shape.value.xmlName);
            return [childOf(entry, shape.keyName)?.text ?? '', value ? readXml(shape.value.shape, value) : ''];
          }),
      );
    default:
      return scalarFromText(shape, element.text);
  }
}

function childOf(element: XmlElement, tag: string): XmlElement | undefined {
  return element.children.find((child) => child.tag === tag);
}
