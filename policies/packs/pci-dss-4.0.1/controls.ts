import framework from '../../frameworks/pci-dss-4.0.1.json' with { type: 'json' };
import { frameworkPack } from '../define.ts';

export const pack = frameworkPack(framework);
