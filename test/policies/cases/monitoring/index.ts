import type { ControlCases } from '../build.ts';

export const MONITORING: Readonly<Record<string, ControlCases>> = {};
