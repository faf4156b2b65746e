import type { Rule } from 'evenkeel/policy';
import { net01 } from './NET-01-administration-ports.ts';

export const NETWORK: readonly Rule[] = [net01];
