/** A pattern of URNs: `*` stands for anything within a part of one, `**` for anything at all. What has neither stands for itself. */
export function urnPattern(text: string): RegExp {
  const parts = text.split('**').map((part) => part.split('*').map(quoted).join('[^:]*'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
