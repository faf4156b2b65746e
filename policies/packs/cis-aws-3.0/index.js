import { servePack } from '../serve.ts';
import { pack } from './controls.ts';

servePack(pack);
