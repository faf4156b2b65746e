/** Text that stands in a literal as it is: a reference, a call. */
export class Source {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const WIDTH = 90;

/** A value as TypeScript writes it: on one line where it fits, else a member a line. */
export function literal(value: unknown, indent = 0): string {
  const short = onOneLine(value);
  if (short.length + indent <= WIDTH && !short.includes('\n')) return short;
  const pad = ' '.repeat(indent + 2);
  const close = ' '.repeat(indent);
  if (Array.isArray(value)) return `[\n${value.map((one) => `${pad}${literal(one, indent + 2)},\n`).join('')}${close}]`;
  if (value instanceof Source) return value.text.replaceAll('\n', `\n${close}`);
  if (typeof value !== 'object' || value === null) return short;
  const members = Object.entries(value).map(([key, one]) => `${pad}${keyOf(key)}: ${literal(one, indent + 2)},\n`);
  return `{\n${members.join('')}${close}}`;
}

function onOneLine(value: unknown): string {
  if (value instanceof Source) return value.text;
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const members = Object.entries(value).map(([key, one]) => `${keyOf(key)}: ${onOneLine(one)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function keyOf(key: string): string {
  return isName(key) ? key : JSON.stringify(key);
}

/** True of what may stand as a name without quotes. */
export function isName(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}
