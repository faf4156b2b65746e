import type { StackOutcome, Violation } from '../engine/index.ts';
import type { Subject } from './estate.ts';
import type { Output } from './output.ts';
import type { PolicyPacks } from './policy-packs.ts';
import { runbookChanges } from './runbook-changes.ts';

/** The `update` document of the command line; `packs` are what judged it. `byRunbook`: changes of a live system that `up` refuses. */
export function updateDocument(subject: Subject, results: readonly StackOutcome[], packs?: PolicyPacks): object {
  const byRunbook = runbookChanges(results).map(({ stack, urn, runbook }) => ({ stack, urn, runbook }));
  return {
    kind: 'update',
    version: 1,
    system: subject.system.system,
    environment: subject.environment.name,
    ...(byRunbook.length > 0 && { byRunbook }),
    ...(packs !== undefined && { policyPacks: packsRecord(packs) }),
    stacks: results.map(({ stack, changes, resources, outputChanges, violations }) => ({
      stack,
      changes,
      outputChanges,
      ...(packs !== undefined && { violations }),
      resources: resources
        .filter(({ op }) => op !== 'read')
        .map(({ urn, op, diff }) => ({ urn, op, ...(diff !== undefined && { diff }) })),
    })),
  };
}

/** Which packs judged, and what was switched off by name. */
function packsRecord({ own, others, without }: PolicyPacks): object {
  return {
    on: [
      ...own.map(({ name, rules, disabled }) => ({ pack: name, controls: rules.map(({ id }) => id), disabled })),
      ...others.map(({ dir }) => ({ pack: dir })),
    ],
    off: without,
  };
}

const SIGNS: Readonly<Record<string, string>> = { create: '+', update: '~', replace: '±', delete: '-', import: '=' };

/** What changes, stack by stack; unchanged resources are counted only. */
export function updateText(
  results: readonly StackOutcome[],
  output: Output,
  form: 'preview' | 'up' | 'destroy',
): string {
  const lines: string[] = [];
  for (const { stack, changes, resources, violations } of results) {
    const counted = Object.entries(changes)
      .filter(([, count]) => count > 0)
      .map(([op, count]) => `${count} ${op}`);
    lines.push(`${output.bold(stack)}: ${counted.join(', ') || 'nothing'}`);
    if (form !== 'destroy') lines.push(...violationLines(violations, output));
    if (form === 'up') continue;
    for (const { urn, op, diff } of resources) {
      if ((op === 'same' || op === 'read') && diff === undefined) continue;
      const [, , types = '', name = ''] = urn.split('::');
      const type = types.split('$').at(-1) ?? types;
      lines.push(
        `  ${SIGNS[op] ?? '!'} ${type}  ${name}${diff ? output.dim(`  [${Object.keys(diff).join(', ')}]`) : ''}`,
      );
    }
  }
  const changed = results.some(({ resources }) => resources.some(({ op }) => op !== 'same' && op !== 'read'));
  const drifted = results.some(({ resources }) =>
    resources.some(({ op, diff }) => op === 'same' && diff !== undefined),
  );
  if (!changed)
    lines.push(
      drifted
        ? 'Nothing to change, but the world is not what the stacks last knew (marked !).'
        : 'No changes: every resource was read and is as declared.',
    );
  return lines.join('\n');
}

/** As many of one control, or policy, as are shown; the others are counted. */
const SHOWN = 3;

/** What stops first; of what is only told, a few of each control. */
function violationLines(violations: readonly Violation[], output: Output): string[] {
  const named = (one: Violation) => one.policy ?? one.pack;
  const blocking = violations.filter(({ blocks }) => blocks).flatMap((one) => violationText(one, output.bad('✗')));
  const told = violations.filter(({ blocks }) => !blocks);
  const names = [...new Set(told.map(named))].sort();
  const advice = names.flatMap((name) => {
    const those = told.filter((one) => named(one) === name);
    const lines = those.slice(0, SHOWN).map((one) => violationText(one, output.dim('!'))[0] ?? '');
    const more = those.length - SHOWN;
    return more > 0 ? [...lines, output.dim(`    and ${more} more of ${name}`)] : lines;
  });
  return [...blocking, ...advice];
}

function violationText({ policy, pack, severity, at, message, remedy }: Violation, sign: string): string[] {
  const name = `${policy ?? pack}${severity === undefined ? '' : ` (${severity})`}`;
  const lines = [`  ${sign} ${name} ${at === undefined ? '' : `${at}: `}${message}`];
  return remedy === undefined ? lines : [...lines, `      ${remedy}`];
}
