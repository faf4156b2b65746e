import framework from '../../frameworks/nist-800-53-r5.json' with { type: 'json' };
import { frameworkPack } from '../define.ts';

export const pack = frameworkPack(framework);
