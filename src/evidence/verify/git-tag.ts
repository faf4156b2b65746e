import { execFileSync } from 'node:child_process';

/** What a repository on this machine says of a tag. */
export interface TagAnswer {
  /** Of the annotated tag: object, tagger and message. */
  readonly text: string;
  /** True where git verifies its signature by the keys that it trusts here. */
  readonly isSigned: boolean;
}

const LONGEST_MS = 20_000;

/** Asks a repository on this machine for tags; undefined where there is none of that name with a message of its own. */
export function tagsOf(repository: string): (tag: string) => TagAnswer | undefined {
  return (tag) => {
    const text = git(repository, 'cat-file', 'tag', `refs/tags/${tag}`);
    if (text === undefined) return undefined;
    return { text, isSigned: git(repository, 'verify-tag', `refs/tags/${tag}`) !== undefined };
  };
}

/** What git prints; undefined where it fails, or is not there. */
function git(repository: string, ...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', ['-C', repository, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: LONGEST_MS,
    });
  } catch {
    return undefined;
  }
}
