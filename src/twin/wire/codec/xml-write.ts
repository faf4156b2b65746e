import type { MapShape, Member, Shape, Structure } from '../model/shape.ts';
import { isAbsent, listOf, recordOf } from './record.ts';
import { scalarToText } from './scalar.ts';

/** The members of a structure as XML elements, those in headers and the status line left out. */
export function writeXmlMembers(shape: Structure, value: Readonly<Record<string, unknown>>): string {
  let xml = '';
  for (const member of shape.members) {
    const item = value[member.name];
    if (!isAbsent(item) && isInBody(member)) xml += element(member.xmlName, writeXml(member.shape, item));
  }
  return xml;
}

/** What stands between the tags of a value. */
export function writeXml(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'structure':
      return writeXmlMembers(shape, recordOf(value));
    case 'list': {
      let xml = '';
      for (const item of listOf(value)) xml += element(shape.item.xmlName, writeXml(shape.item.shape, item));
      return xml;
    }
    case 'map':
      return writeEntries(shape, recordOf(value));
    default:
      return escapeXml(scalarToText(shape, value, 'date-time'));
  }
}

/** Text for XML 1.0. What it cannot carry at all, most control characters, goes as character references. */
export function escapeXml(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(ESCAPED, (character) => `&#${character.codePointAt(0)};`) : text;
}

function writeEntries(shape: MapShape, value: Readonly<Record<string, unknown>>): string {
  let xml = '';
  for (const [key, item] of Object.entries(value)) {
    if (isAbsent(item)) continue;
    const pair =
      element(shape.keyName, escapeXml(key)) + element(shape.value.xmlName, writeXml(shape.value.shape, item));
    xml += element('entry', pair);
  }
  return xml;
}

function element(tag: string, content: string): string {
  return `<${tag}>${content}</${tag}>`;
}

function isInBody({ traits }: Member): boolean {
  return traits.header === undefined && !traits.statusCode;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not stand in XML
const ESCAPED = /[&<>"\u0000-\u001f\u007f-\u009f\u2028]/g;
const NEEDS_ESCAPE = new RegExp(ESCAPED.source);
