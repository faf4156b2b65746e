/** The text with one newline at its end, whatever number it has. */
export function withFinalNewline(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === '\n') end--;
  return `${text.slice(0, end)}\n`;
}
