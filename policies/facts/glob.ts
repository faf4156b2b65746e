/** Whether a pattern, in which `*` stands for any text, stands for a text. Case counts. */
export function matches(pattern: string, text: string): boolean {
  return meet(pattern, 0, text, 0, new Map());
}

/** Whether some text is one of two patterns. */
export function canMeet(one: string, other: string): boolean {
  return meet(one, 0, other, 0, new Map());
}

function meet(one: string, at: number, other: string, from: number, known: Map<number, boolean>): boolean {
  const key = at * (other.length + 1) + from;
  const answer = known.get(key) ?? decide();
  known.set(key, answer);
  return answer;

  function decide(): boolean {
    if (at === one.length && from === other.length) return true;
    if (one[at] === '*')
      return meet(one, at + 1, other, from, known) || (from < other.length && meet(one, at, other, from + 1, known));
    if (other[from] === '*')
      return meet(one, at, other, from + 1, known) || (at < one.length && meet(one, at + 1, other, from, known));
    return at < one.length && one[at] === other[from] && meet(one, at + 1, other, from + 1, known);
  }
}
