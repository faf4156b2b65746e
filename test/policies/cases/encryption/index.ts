import type { ControlCases } from '../build.ts';

export const ENCRYPTION: Readonly<Record<string, ControlCases>> = {};
