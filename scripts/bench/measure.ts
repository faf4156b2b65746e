/** One line of the table: what was measured, in which unit, each run's figure, and what is asked for. */
export interface Row {
  readonly what: string;
  readonly unit: 'ms' | 's' | 'ms a step' | 'a minute' | 'a second' | '×' | 'MiB';
  readonly figures: readonly number[];
  /** The largest median that is asked for, in `unit`; absent where nothing is. */
  readonly bound?: number;
  /** The smallest, where more is better. */
  readonly atLeast?: number;
}

/** Calls `once` one time to warm up, then `runs` times, and answers those calls' results. */
export async function repeated(runs: number, once: () => number | Promise<number>): Promise<number[]> {
  await once();
  const figures: number[] = [];
  for (let run = 0; run < runs; run++) figures.push(await once());
  return figures;
}

/** Milliseconds that a call takes on the machine's monotonic clock. */
export function milliseconds(call: () => void): number {
  const begin = performance.now();
  call();
  return performance.now() - begin;
}

/** The table as plain text: median (least–most, runs), and the bound with what the median makes of it. */
export function table(rows: readonly Row[]): string {
  const cells = [['what', 'median', 'least–most', 'runs', 'asked for'], ...rows.map(cellsOf)];
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf(row: Row): string[] {
  const { what, unit, figures } = row;
  const middle = median(figures);
  const range = `${shown(Math.min(...figures))}–${shown(Math.max(...figures))}`;
  return [what, `${shown(middle)} ${unit}`, range, String(figures.length), askedFor(row, middle)];
}

function askedFor({ unit, bound, atLeast }: Row, middle: number): string {
  if (bound !== undefined) return `≤ ${bound} ${unit}: ${middle <= bound ? 'kept' : 'MISSED'}`;
  if (atLeast !== undefined) return `≥ ${atLeast} ${unit}: ${middle >= atLeast ? 'kept' : 'MISSED'}`;
  return '-';
}

function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

function shown(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure.toFixed(2);
}
