import { EvenkeelError } from '../../lib/errors.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};

/** Seconds of a duration in Go's notation, `1h30m` or `90s`: what Pulumi's custom timeouts are written in. */
export function goDurationSeconds(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) {
    throw new EvenkeelError({
      code: 'engine.duration',
      message: 'a custom timeout cannot be read',
      found: text,
      allowed: 'numbers with units, such as 10m or 1h30m',
    });
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_SECONDS[unit ?? ''] ?? 0), 0);
}
