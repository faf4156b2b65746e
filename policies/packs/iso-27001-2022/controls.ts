import framework from '../../frameworks/iso-27001-2022.json' with { type: 'json' };
import { frameworkPack } from '../define.ts';

export const pack = frameworkPack(framework);
