/** What an audit looked at, how old that is, and what it did not see. */
export interface Population {
  /** Of a preview none: its resources are those that the program declares at the instant of judgement. */
  readonly checkpoints: readonly JudgedCheckpoint[];
  readonly stacks: readonly JudgedStack[];
  /** Stacks that those above refer to and that were not given: what stands there was not seen. */
  readonly stacksNotGiven: readonly { readonly stack: string; readonly from: readonly string[] }[];
}

export interface JudgedCheckpoint {
  readonly name: string;
  /** When the deployment wrote it, as it says itself; absent where it does not say. */
  readonly madeAt?: string;
  /** From then to the instant of judgement. */
  readonly ageSeconds?: number;
}

export interface JudgedStack {
  readonly stack: string;
  /** Resources that a provider made. */
  readonly resources: number;
  /** Of these, resources of a type that no control knows. */
  readonly unsupported: number;
  /** Of these, resources that are read here and managed elsewhere: none is judged. */
  readonly external: number;
}
