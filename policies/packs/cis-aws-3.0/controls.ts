import framework from '../../frameworks/cis-aws-3.0.json' with { type: 'json' };
import { frameworkPack } from '../define.ts';

export const pack = frameworkPack(framework);
