import type { ControlCases } from '../build.ts';

export const LIFECYCLE: Readonly<Record<string, ControlCases>> = {};
