import { formatSeconds } from '../../lib/duration-text.ts';
import type { AuditDocument } from '../audit-document.ts';
import type { JudgedCheckpoint } from '../population.ts';

/** What was looked at, how old it is, and what was not seen. */
export function populationLines({ population, unsupportedTypes, phase }: AuditDocument): string[] {
  const { checkpoints, stacks, stacksNotGiven } = population;
  const types = Object.entries(unsupportedTypes);
  return [
    phase === 'preview' ? '  judged: a preview, as the program declares it now' : '  judged:',
    ...checkpoints.map((one) => `    ${one.name}, ${ageText(one)}`),
    ...stacks.map(({ stack, resources, external }) => {
      const read = external === 0 ? '' : `, of which ${external} are managed elsewhere`;
      return `    stack ${stack}: ${resources} resources${read}`;
    }),
    ...(stacksNotGiven.length === 0 ? [] : ['', '  not seen, though stacks above refer to it:']),
    ...stacksNotGiven.map(({ stack, from }) => `    stack ${stack} (from ${from.join(', ')})`),
    ...(types.length === 0 ? [] : ['', '  no control knows these types:']),
    ...types.map(([type, number]) => `  ${String(number).padStart(6)}  ${type}`),
  ];
}

/** How old a checkpoint is, in words. */
export function ageText({ madeAt, ageSeconds }: JudgedCheckpoint): string {
  if (madeAt === undefined || ageSeconds === undefined) return 'of an age that it does not tell';
  const age = ageSeconds < 0 ? 'written after the instant of judgement' : `${formatSeconds(ageSeconds)} old`;
  return `written ${madeAt}: ${age}`;
}
