/**
 * What may be written down of a text that another program printed: the values of `secrets`, keys and tokens of AWS's
 * forms, URL passwords and `password=…` are replaced, and of a long text the end is kept. It cannot know every secret:
 * children get none to print.
 */
export function redact(text: string, secrets: readonly string[] = [], maxLength = 16_384): string {
  let clean = text;
  for (const secret of secrets.filter((value) => value.length >= 4)) clean = clean.replaceAll(secret, REDACTED);
  for (const pattern of PATTERNS)
    clean = clean.replace(pattern, (_all, kept: unknown) => `${typeof kept === 'string' ? kept : ''}${REDACTED}`);
  return clean.length <= maxLength
    ? clean
    : `[${clean.length - maxLength} characters left out]\n${clean.slice(-maxLength)}`;
}

const REDACTED = '[redacted]';

const PATTERNS: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g,
  /(:\/\/[^\s/:@]+:)[^\s/@]+(?=@)/g,
  /\b((?:password|passwd|secret|token|api[_-]?key|authorization)["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
];
