/** A dated, approved exception from a control, as its file has it. */
export interface Waiver {
  readonly control: string;
  /** A URN or a pattern of URNs, `stack:NAME`, or `estate:NAME` with the name of one of its stacks. */
  readonly resource: string;
  readonly reason: string;
  readonly ticket: string;
  readonly author: string;
  readonly approver: string;
  /** A day in UTC. */
  readonly approved: string;
  /** The first day on which it no longer holds. */
  readonly expires: string;
  /** Hashes of what it excuses (`boundHash`). */
  readonly properties: readonly string[];
  /** `file:line:col` of the entry. */
  readonly at: string;
  /** Its first and last line. */
  readonly lines: readonly [number, number];
}

/** Whether somebody can tell that the approver approved, and how. */
export interface Approval {
  readonly authenticated: boolean;
  /** Continues "approved by NAME, ": `signed with SHA256:…`, or why it is not authenticated. */
  readonly said: string;
}
