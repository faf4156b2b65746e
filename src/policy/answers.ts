import { finishes } from './watchdog.ts';

/** Answers all questions, in order. One that takes longer than it may is answered by `hung`, and the next is asked; after three the rest is not asked. */
export function answersOf<A>(
  questions: readonly (() => A)[],
  hung: (message: string) => A,
  limitMs: number = LIMIT_MS,
): readonly A[] {
  const answers: A[] = [];
  const isLeft = () => answers.length < questions.length;
  for (let hangs = 0; isLeft(); ) {
    if (hangs === MOST_HANGS) {
      answers.push(hung(`was not asked: it had hung ${hangs} times`));
      continue;
    }
    const some = questions.slice(answers.length, answers.length + AT_A_TIME);
    const isDone = finishes(limitMs, () => {
      for (const ask of some) answers.push(ask());
    });
    if (isDone) continue;
    answers.push(hung(`failed: it had not ended after ${limitMs} ms, and was stopped`));
    hangs++;
  }
  return answers;
}

/** Milliseconds for so many questions of one rule: some thousand times what the slowest rule needs. */
const LIMIT_MS = 10_000;
const AT_A_TIME = 1_000;
const MOST_HANGS = 3;
