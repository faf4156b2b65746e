import type { StackSpec } from '../system/stacks.ts';
import type { Engine } from './engines/engine.ts';
import { PROJECT } from './update.ts';

/** What a destroy may delete. */
export interface DestroyAbout {
  readonly unprotect: readonly string[];
  readonly select: readonly string[];
  readonly selectDependents: boolean;
}

/**
 * AWS has a protection of its own (deletion protection of databases), which the program sets: it is taken away from what was
 * named, by an update, before anything is deleted.
 */
export async function liftProtection(
  engine: Engine,
  stacks: readonly StackSpec[],
  about: DestroyAbout & { readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const { unprotect } = about;
  if (unprotect.length === 0) return;
  const names = unprotect.map((name) => name.split('::').at(-1)).join(',');
  const inOrder = [...stacks].sort((a, b) => a.after.length - b.after.length);
  await engine.update({
    stacks: inOrder,
    config: { [`${PROJECT}:unprotect`]: names },
    mode: 'update',
    readFirst: false,
    ...about,
  });
}

/** Stacks in the order of `up`, with the site that writes now directly after base: destroy goes backwards through them. */
export function writerLast(stacks: readonly StackSpec[], writer: string | undefined): StackSpec[] {
  const rank = (spec: StackSpec): number => {
    if (spec.layer === 'base') return 0;
    if (spec.layer === 'link') return 3;
    return spec.site === writer ? 1 : 2;
  };
  return [...stacks].sort((a, b) => rank(a) - rank(b));
}
