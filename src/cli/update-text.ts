import type { StackOutcome } from '../engine/index.ts';
import type { Subject } from './estate.ts';
import type { Output } from './output.ts';

/** The `update` document of the command line. */
export function updateDocument(subject: Subject, results: readonly StackOutcome[]): object {
  return {
    kind: 'update',
    version: 1,
    system: subject.system.system,
    environment: subject.environment.name,
    stacks: results.map(({ stack, changes, resources, outputChanges }) => ({
      stack,
      changes,
      outputChanges,
      resources: resources
        .filter(({ op }) => op !== 'read')
        .map(({ urn, op, diff }) => ({ urn, op, ...(diff !== undefined && { diff }) })),
    })),
  };
}

const SIGNS: Readonly<Record<string, string>> = { create: '+', update: '~', replace: '±', delete: '-' };

/** What changes, stack by stack; unchanged resources are counted only. */
export function updateText(
  results: readonly StackOutcome[],
  output: Output,
  form: 'preview' | 'up' | 'destroy',
): string {
  const lines: string[] = [];
  for (const { stack, changes, resources } of results) {
    const counted = Object.entries(changes)
      .filter(([, count]) => count > 0)
      .map(([op, count]) => `${count} ${op}`);
    lines.push(`${output.bold(stack)}: ${counted.join(', ') || 'nothing'}`);
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
  const changed = results.some(({ changes }) => changes.create + changes.update + changes.replace + changes.delete > 0);
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
