/** As much of a step as its place in the critical path takes. */
export interface TimedStep {
  readonly key: string;
  readonly after: readonly string[];
  readonly expected: { readonly p50: number };
}

/**
 * The chain of steps that takes longest at the expected p50, first to last. Steps come in topological order; of equal
 * chains the one that was listed first wins.
 */
export function criticalPathOf(steps: readonly TimedStep[]): string[] {
  const longest = new Map<string, { seconds: number; path: readonly string[] }>();
  let best: { seconds: number; path: readonly string[] } = { seconds: -1, path: [] };
  for (const step of steps) {
    let before: { seconds: number; path: readonly string[] } = { seconds: 0, path: [] };
    for (const key of step.after) {
      const chain = longest.get(key);
      if (chain && chain.seconds > before.seconds) before = chain;
      else if (chain && before.path.length === 0) before = chain;
    }
    const chain = { seconds: before.seconds + step.expected.p50, path: [...before.path, step.key] };
    longest.set(step.key, chain);
    if (chain.seconds > best.seconds) best = chain;
  }
  return [...best.path];
}
