import framework from '../../frameworks/soc-2.json' with { type: 'json' };
import { frameworkPack } from '../define.ts';

export const pack = frameworkPack(framework);
