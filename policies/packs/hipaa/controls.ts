import framework from '../../frameworks/hipaa.json' with { type: 'json' };
import { frameworkPack } from '../define.ts';

export const pack = frameworkPack(framework);
