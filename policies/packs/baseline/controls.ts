import { RULES } from '../../rules/index.ts';
import { type PackDefinition, rulesOfStack } from '../define.ts';

/** Every rule that one stack can answer. What needs the estate (BKP-20) is for `evenkeel audit`. */
export const pack: PackDefinition = {
  name: 'baseline',
  description: 'What every stack of Evenkeel is held to before anything of it exists.',
  rules: rulesOfStack(RULES),
};
