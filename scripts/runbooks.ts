/** Each runbook with its lines, its parts and the step types it uses: `node scripts/dev.ts runbooks`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lines of code: neither blank nor comment. */
export interface RunbookSize {
  readonly runbook: string;
  /** Of `NAME.ts`. */
  readonly lines: number;
  /** Of the files in the folder of its name. */
  readonly partLines: number;
  /** Which parts of a step it uses. */
  readonly stepTypes: readonly string[];
}

const STEP_TYPES = ['act', 'sweep', 'shell', 'engine', 'hold', 'confirm', 'approval'] as const;

export function runbookSizes(folder: string): RunbookSize[] {
  const names = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  return names.sort().map((file) => {
    const runbook = file.slice(0, -'.ts'.length);
    const text = readFileSync(join(folder, file), 'utf8');
    const parts = partsOf(join(folder, runbook));
    const all = [text, ...parts].join('\n');
    return {
      runbook,
      lines: linesOf(text),
      partLines: linesOf(parts.join('\n')),
      stepTypes: STEP_TYPES.filter((type) => usesType(all, type)),
    };
  });
}

/** Named in a step, or brought in by the team's own test. */
function usesType(text: string, type: (typeof STEP_TYPES)[number]): boolean {
  return new RegExp(`^\\s+${type}(:|,$|\\()`, 'm').test(text) || (type === 'shell' && text.includes('runsOwnTest('));
}

function partsOf(folder: string): string[] {
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
    return files.sort().map((file) => readFileSync(join(folder, file), 'utf8'));
  } catch {
    return [];
  }
}

function linesOf(text: string): number {
  const withoutBlocks = text.replace(/\/\*[\s\S]*?\*\//g, '');
  return withoutBlocks.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}

if (process.argv[1] === import.meta.filename) {
  for (const { runbook, lines, partLines, stepTypes } of runbookSizes('runbooks')) {
    const parts = partLines > 0 ? ` + ${partLines} of its parts` : '';
    process.stdout.write(`${runbook.padEnd(18)} ${`${lines} lines${parts}`.padEnd(30)} ${stepTypes.join(' ')}\n`);
  }
}
