import type { Output } from './output.ts';

/** A page of the reference, as Markdown, for a terminal: headings in bold, programs as they are, no links and no bars. */
export function pageText(markdown: string, paint: Pick<Output, 'bold' | 'dim'>): string {
  const parts = markdown.replace(/^<!--.*?-->\n*/s, '').split(/^```\w*\n/m);
  return parts
    .map((part, index) => (index % 2 === 1 ? program(part) : prose(part, paint)))
    .join('')
    .trimEnd();
}

function program(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}

function prose(text: string, { bold, dim }: Pick<Output, 'bold' | 'dim'>): string {
  return text
    .replace(/^#+ (.*)$/gm, (_, title: string) => bold(title))
    .replace(/ · \[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\*\*(.+?)\*\*/g, (_, words: string) => bold(words))
    .replace(/^\|(?: --- \|)+\n/gm, '')
    .replace(/^\| (.*) \|$/gm, (_, cells: string) => `  ${cells.split(' | ').join(dim(' · '))}`)
    .replaceAll('\\*', '*');
}
