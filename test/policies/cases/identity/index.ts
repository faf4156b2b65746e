import type { ControlCases } from '../build.ts';
import * as iam01 from './IAM-01.ts';
import * as iam02 from './IAM-02.ts';
import * as iam03 from './IAM-03.ts';
import * as iam04 from './IAM-04.ts';

export const IDENTITY: Readonly<Record<string, ControlCases>> = {
  'IAM-01': iam01,
  'IAM-02': iam02,
  'IAM-03': iam03,
  'IAM-04': iam04,
};
