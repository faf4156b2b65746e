import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { processStart } from './process-start.ts';

/** Takes away what `writeFileDurably` of processes that died left in a folder: their ids are in the names. */
export function removeDeadDrafts(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = /\.(\d+)\.tmp$/.exec(name)?.[1];
    if (pid !== undefined && processStart(Number(pid)) === undefined) rmSync(join(folder, name), { force: true });
  }
}
