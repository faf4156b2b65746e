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

/**
 * The instant at which a live process began, by the machine's clock, to some seconds; `undefined` where it cannot be told.
 * USER_HZ, the unit of proc(5), is 100 on every architecture that Node runs on.
 */
export function processStartMs(pid: number): number | undefined {
  const start = processStart(pid);
  if (start === undefined || start === 'unknown') return undefined;
  if (platform() !== 'linux') return finite(Date.parse(start));
  const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
  return finite(Number(boot) * 1000 + Number(start.split('/').at(-1)) * 10);
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
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
