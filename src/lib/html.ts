/** Markup that is safe to put into a page. Made by `html` only. */
export interface Markup {
  readonly markup: string;
}

type Value = Markup | string | number | undefined | readonly (Markup | string | number | undefined)[];

/** A template whose values are escaped unless they are markup themselves: nothing reaches a page unescaped by accident. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let markup = parts[0] ?? '';
  values.forEach((value, index) => {
    markup += render(value) + (parts[index + 1] ?? '');
  });
  return { markup };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function render(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(render).join('');
  return (value as Markup).markup;
}
