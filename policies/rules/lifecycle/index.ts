import type { Rule } from 'evenkeel/policy';
import { life01 } from './LIFE-01-engine-support.ts';
import { life02 } from './LIFE-02-runtime-support.ts';
import { life03 } from './LIFE-03-kubernetes-support.ts';
import { life04 } from './LIFE-04-minor-upgrades.ts';
import { life05 } from './LIFE-05-retirement.ts';
import { life06 } from './LIFE-06-certificates.ts';

export const LIFECYCLE: readonly Rule[] = [life01, life02, life03, life04, life05, life06];
