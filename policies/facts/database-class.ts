/** How large an instance class of RDS is. */
interface Size {
  readonly cpus: number;
  readonly memoryGiB: number;
}

/**
 * Whether a class is at least as large as another, in processors and in memory; `undefined` where one of them is not known here.
 * Source: "Hardware specifications for DB instance classes", Amazon RDS User Guide (read 2026-11): within a family memory goes with
 * the processors, and the families differ in how much.
 */
export function isClassAtLeast(found: string, wanted: string): boolean | undefined {
  if (found === wanted) return true;
  const [has, needs] = [sizeOf(found), sizeOf(wanted)];
  if (has === undefined || needs === undefined) return undefined;
  return has.cpus >= needs.cpus && has.memoryGiB >= needs.memoryGiB;
}

/** GiB a processor, by the letters of the family. */
const MEMORY_PER_CPU: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8, x: 16, z: 8 };

/** Classes whose burst credits, not their processors, tell them apart: cpus and GiB. */
const BURSTABLE: Readonly<Record<string, readonly [number, number]>> = {
  micro: [2, 1],
  small: [2, 2],
  medium: [2, 4],
  large: [2, 8],
  xlarge: [4, 16],
  '2xlarge': [8, 32],
};

function sizeOf(name: string): Size | undefined {
  const [, family = '', letter = '', size = ''] = /^db\.(([a-z])[2-9][a-z0-9]*)\.(\w+)$/.exec(name) ?? [];
  if (/^t[34]/.test(family)) {
    const burstable = BURSTABLE[size];
    return burstable && { cpus: burstable[0], memoryGiB: burstable[1] };
  }
  const cpus = cpusOf(size);
  // older families, x2iedn and x2iezn have other shares of memory than their letter says
  const perCpu = /^[cmr][2-4]|^x2ie/.test(family) ? undefined : MEMORY_PER_CPU[letter];
  return cpus === undefined || perCpu === undefined ? undefined : { cpus, memoryGiB: cpus * perCpu };
}

function cpusOf(size: string): number | undefined {
  if (size === 'medium') return 1;
  if (size === 'large') return 2;
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  return times === undefined ? undefined : 4 * (times === '' ? 1 : Number(times));
}
