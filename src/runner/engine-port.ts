/** What a run may have the Pulumi engine do. Which engine it is, the runner does not know. */
export interface EnginePort {
  /** What the stack's checkpoint holds: 0 of both where there is no such stack. `pending`: operations that were interrupted. */
  resources(stack: string): Promise<{ readonly count: number; readonly pending: number }>;
  /**
   * Settles what a killed one left, then deletes what the checkpoint holds. `refusal` is what AWS would not delete now, in words; it
   * may be called again. Throws `EvenkeelError` for anything else.
   */
  destroy(
    stack: string,
    options: { readonly unprotect: readonly string[] },
  ): Promise<{ readonly refusal?: string | undefined }>;
}
