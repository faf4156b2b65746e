import framework from '../../frameworks/aws-fsbp.json' with { type: 'json' };
import { frameworkPack } from '../define.ts';

export const pack = frameworkPack(framework);
