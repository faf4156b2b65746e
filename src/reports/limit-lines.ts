import type { RunDocument } from './run-document.ts';

/** Limits with the same cost as one line: `logs-a, logs-b (aws:s3/bucket:Bucket): …`. Unknown ones first. */
export interface LimitLine {
  readonly text: string;
  readonly isUnknown: boolean;
}

/** How many resources of a line are named. */
const MOST = 3;

export function limitLines(limits: RunDocument['limits']): LimitLine[] {
  const groups = new Map<string, { names: string[]; type: string; cost: string; isUnknown: boolean }>();
  for (const { urn, type, cost, isUnknown } of limits) {
    const key = `${isUnknown ? 0 : 1} ${type} ${cost}`;
    const group = groups.get(key) ?? { names: [], type, cost, isUnknown };
    group.names.push(urn.split('::').at(-1) ?? urn);
    groups.set(key, group);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { names, type, cost, isUnknown }]) => {
      const more = names.length > MOST ? ` and ${names.length - MOST} more` : '';
      return { text: `${names.slice(0, MOST).join(', ')}${more} (${type}): ${cost}`, isUnknown };
    });
}
