import { existsSync, readFileSync } from 'node:fs';
import { EvenkeelError } from '../lib/errors.ts';
import { writeFileDurably } from '../lib/files.ts';
import { type AppliedBaseline, applyBaseline, baselineOf, baselineText, parseBaseline } from '../policy/baseline.ts';
import type { Judged } from './audit-waivers.ts';
import type { Invocation } from './command.ts';

/** The baseline of `--baseline` that was applied; undefined where none was named. */
export interface BaselineApplied extends AppliedBaseline {
  readonly file: string;
  /** What became of the file. */
  readonly written: 'created' | 'shrunk' | 'no';
}

/** Applies the baseline; makes it with `--create-baseline`, and takes away what is fixed with `--update-baseline`. */
export function baselined(invocation: Invocation, { rows, graph, rules }: Judged): BaselineApplied | undefined {
  const file = invocation.value('baseline');
  const creates = invocation.flag('create-baseline');
  const updates = invocation.flag('update-baseline');
  if (file === undefined) {
    if (creates || updates) throw noFile(creates ? '--create-baseline' : '--update-baseline');
    return undefined;
  }
  if (creates) create(file, baselineText(baselineOf(rows)));
  const controls = rules.map(({ id }) => id);
  const stacks = [...new Set(graph.nodes.map(({ stack }) => stack))];
  const applied = applyBaseline(read(file), { rows, controls, stacks });
  const shrinks = updates && applied.fixed.length > 0;
  if (shrinks) writeFileDurably(file, baselineText(applied.left));
  return { file, written: creates ? 'created' : shrinks ? 'shrunk' : 'no', ...applied };
}

function create(file: string, text: string): void {
  if (existsSync(file)) {
    throw new EvenkeelError({
      code: 'baseline.exists',
      message: 'a baseline is made once',
      found: file,
      allowed: '--update-baseline, which takes away what is fixed and adds nothing',
      next: 'delete the file first to begin anew: whoever reviews that change sees what it accepts',
    });
  }
  writeFileDurably(file, text);
}

function read(file: string) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EvenkeelError(
      {
        code: 'baseline.unreadable',
        message: 'the baseline cannot be read',
        found: file,
        allowed: 'a file that --create-baseline wrote',
        next: 'correct its path, or make the first one with --create-baseline',
      },
      { cause },
    );
  }
  return parseBaseline(text, file);
}

function noFile(found: string): EvenkeelError {
  return new EvenkeelError({
    code: 'usage',
    message: `${found} needs to know the file`,
    found,
    allowed: `--baseline FILE ${found}`,
    next: 'add --baseline FILE',
  });
}
