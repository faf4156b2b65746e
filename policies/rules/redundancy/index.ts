import type { Rule } from 'evenkeel/policy';
import { red01 } from './RED-01-balancer-zones.ts';
import { red12 } from './RED-12-cluster-members.ts';
import { red17 } from './RED-17-nat-zone.ts';

export const REDUNDANCY: readonly Rule[] = [red01, red12, red17];
