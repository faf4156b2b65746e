import type { Rule } from '../rule.ts';
import type { VerdictRow } from '../verdict.ts';
import type { PackFinding } from './judge-stack.ts';

/**
 * A finding as a policy reports it: one line of text is all that the protocol takes.
 * `RED-01 (high): web stands in 1 zone (us-east-1a); 2 are wanted. Give the balancer …`; `(high, unknown)` where it is no failure.
 */
export function textOf({ control, severity, verdict, message, remedy }: PackFinding): string {
  const kind = verdict === 'fail' ? severity : `${severity}, ${verdict}`;
  return `${control} (${kind}): ${(message ?? 'fails').replace(/\.$/, '')}. ${remedy}`;
}

/** What `textOf` was given; `undefined` for what is no such text of these rules. */
export function readText(
  text: string,
  rules: readonly Rule[],
):
  | (Pick<VerdictRow, 'control' | 'severity' | 'verdict'> & { readonly message: string; readonly remedy: string })
  | undefined {
  const line = text.split('\n').at(-1) ?? '';
  const [head = '', control = '', , verdict = 'fail'] = /^(\S+) \((\w+)(?:, (\w+))?\): /.exec(line) ?? [];
  const rule = rules.find(({ id }) => id === control);
  if (rule === undefined || !line.endsWith(`. ${rule.remedy}`)) return undefined;
  const { severity, remedy } = rule;
  const message = line.slice(head.length, line.length - remedy.length - 2);
  return { control, severity, verdict: verdict as VerdictRow['verdict'], message, remedy };
}
