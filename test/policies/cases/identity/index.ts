import type { ControlCases } from '../build.ts';

export const IDENTITY: Readonly<Record<string, ControlCases>> = {};
