import { RULES } from '../../rules/index.ts';
import { type PackDefinition, rulesOfStack } from '../define.ts';

const AREAS = ['RED', 'BKP', 'MON', 'ENC', 'MNT', 'LIFE'];

/** What keeps tier 1 up, and what brings it back: here a failure of severity medium stops, too. */
export const pack: PackDefinition = {
  name: 'tier-1',
  description: 'What keeps a system of tier 1 up and recoverable; severity medium stops, too.',
  rules: rulesOfStack(RULES).filter(({ id }) => AREAS.some((area) => id.startsWith(`${area}-`))),
  stopsAt: 'medium',
};
