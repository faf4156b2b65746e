import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';

/**
 * What tells this process from a later one with the same id: on Linux the boot and the tick of its start, elsewhere
 * what `ps` says. `undefined` when no such process runs.
 */
export function processStart(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  return platform() === 'linux' ? startOnLinux(pid) : startByPs(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // not ours to signal, but there
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the command's name stands in brackets and may hold anything; state is the 3rd field of proc(5), start the 22nd
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return isAlive(pid) ? 'unknown' : undefined;
  }
}

function startByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return isAlive(pid) ? 'unknown' : undefined;
  }
}
