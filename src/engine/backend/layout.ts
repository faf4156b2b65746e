import { join } from 'node:path';

/** The organization that self-managed backends give every stack. */
export const ORGANIZATION = 'organization';

/** The paths of a self-managed backend, below the state folder (pkg/backend/diy of the Pulumi CLI). */
export function layoutOf(folder: string) {
  const root = join(folder, '.pulumi');
  return {
    meta: join(root, 'meta.yaml'),
    stacks: join(root, 'stacks'),
    checkpoint: (project: string, stack: string) => join(root, 'stacks', project, `${stack}.json`),
    /** The CLI lists `.json` files only, so a journal beside them is not a stack to it. */
    journal: (project: string, stack: string) => join(root, 'stacks', project, `${stack}.journal`),
    /** Below it, one folder a project. */
    lockRoot: join(root, 'locks', ORGANIZATION),
    locks: (project: string, stack: string) => join(root, 'locks', ORGANIZATION, project, stack),
    /** The CLI keeps its own copies of checkpoints there, `STACK.json.TIME.bak`. */
    backup: (project: string, stack: string, what: string) =>
      join(root, 'backups', project, stack, `${stack}.merge-${what}`),
    passphrase: join(folder, 'passphrase'),
    salt: join(folder, 'salt'),
  };
}
export type Layout = ReturnType<typeof layoutOf>;
