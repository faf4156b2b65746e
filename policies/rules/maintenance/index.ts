import type { Rule } from 'evenkeel/policy';
import { mnt01 } from './MNT-01-maintenance-window.ts';
import { mnt02 } from './MNT-02-windows-apart.ts';
import { mnt03 } from './MNT-03-patching.ts';
import { mnt04 } from './MNT-04-changes-wait.ts';

export const MAINTENANCE: readonly Rule[] = [mnt01, mnt02, mnt03, mnt04];
