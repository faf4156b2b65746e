import type { Handlers } from '../../call.ts';
import { certificates } from './certificates.ts';

/** Certificate Manager: public certificates validated by DNS. */
export const acm: Handlers<typeof import('@aws-sdk/client-acm')> = certificates;
