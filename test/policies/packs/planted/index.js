import { servePack } from '../../../../src/policy/pack/serve.ts';
import { planted } from './rules.ts';

servePack(planted);
