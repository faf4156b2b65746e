import type { ControlCases } from '../build.ts';

export const MAINTENANCE: Readonly<Record<string, ControlCases>> = {};
