/** What a long form finds: printed as it is found, counted for the exit code. */
export class Findings {
  #wrong = 0;

  /** The faults of one subject, which counts once. */
  report(faults: readonly string[]): void {
    for (const fault of faults) print(`  WRONG: ${fault}`);
    if (faults.length > 0) this.#wrong++;
  }

  /** Ends the process: 0 where nothing was wrong. */
  exit(): never {
    print(this.#wrong === 0 ? '\nnothing is wrong' : `\n${this.#wrong} are wrong`);
    process.exit(this.#wrong === 0 ? 0 : 1);
  }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
