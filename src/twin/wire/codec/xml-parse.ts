import { checkDepth, Undecodable } from '../message.ts';

export interface XmlElement {
  /** Without its prefix. */
  readonly tag: string;
  readonly children: XmlElement[];
  text: string;
}

/** The root element of a document. No document types, no entities but XML's own five. Attributes are not kept. */
export function parseXml(source: string): XmlElement {
  const document: XmlElement = { tag: '', children: [], text: '' };
  const open: XmlElement[] = [document];
  let at = 0;
  for (const match of source.matchAll(TOKEN)) {
    if (match.index !== at) throw malformed();
    at += match[0].length;
    readToken(match.groups ?? {}, open);
  }
  const [root, second] = document.children;
  if (at !== source.length || open.length !== 1 || !root || second || document.text.trim() !== '') throw malformed();
  return root;
}

function readToken(token: Readonly<Record<string, string | undefined>>, open: XmlElement[]): void {
  const parent = open.at(-1);
  if (!parent) throw malformed();
  if (token['cdata'] !== undefined) parent.text += token['cdata'];
  else if (token['text'] !== undefined) parent.text += unescapeXml(token['text']);
  else if (token['close'] !== undefined) {
    if (open.length === 1 || parent.tag !== localName(token['close'])) throw malformed();
    open.pop();
  } else if (token['open'] !== undefined) {
    const element: XmlElement = { tag: localName(token['open']), children: [], text: '' };
    parent.children.push(element);
    if (token['empty'] === '') open.push(element);
    checkDepth(open.length / 2);
  }
}

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text.replaceAll('\r\n', '\n');
  return text.replaceAll('\r\n', '\n').replace(/&([^;]*);?/g, (_, name: string) => {
    const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
    const codePoint = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] === undefined ? 10 : 16) : -1;
    const character = codePoint >= 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : ENTITIES[name];
    if (character === undefined) throw malformed();
    return character;
  });
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1);
}

function malformed(): Undecodable {
  return new Undecodable('the body is not well-formed XML');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** One token: everything that is none (a document type among it) leaves a gap, which is an error. */
const TOKEN = new RegExp(
  [
    '<!\\[CDATA\\[(?<cdata>[\\s\\S]*?)\\]\\]>',
    '<!--[\\s\\S]*?-->',
    '<\\?[\\s\\S]*?\\?>',
    '</(?<close>[^\\s<>/]+)\\s*>',
    '<(?<open>[^\\s<>/!?]+)(?:\\s+[^\\s=<>/]+\\s*=\\s*(?:"[^"<]*"|\'[^\'<]*\'))*\\s*(?<empty>/?)>',
    '(?<text>[^<]+)',
  ].join('|'),
  'g',
);
