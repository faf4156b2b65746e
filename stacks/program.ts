import type { FoundStack } from 'evenkeel/system';
import { account } from './layers/account.ts';
import { base } from './layers/base.ts';
import { link } from './layers/link.ts';
import { site } from './layers/site.ts';

const LAYERS = { account, base, site, link } as const;

/** Declares the resources of a stack and answers its outputs. */
export function declare(found: FoundStack, unprotected: ReadonlySet<string>): Promise<object> {
  return LAYERS[found.spec.layer](found, unprotected);
}
