/**
 * What became of one thing that a system had, as a step saw it: what a certificate tells. Categories are those of NIST SP 800-88 Rev. 1
 * (https://doi.org/10.6028/NIST.SP.800-88r1), section 2.5: `clear`, logical techniques on everything that a user can address;
 * `purge`, techniques after which recovery is infeasible, of which cryptographic erase (section 2.6) destroys the key alone. `destroy`, the
 * end of the media themselves, is no customer's of AWS to claim.
 */
export type Fate = {
  /** In words of people: `database`, `recovery point`, `key`. */
  readonly kind: string;
  readonly id: string;
  readonly region: string;
} & (
  | {
      readonly fate: 'destroyed';
      readonly category: 'clear' | 'purge';
      readonly technique: 'deletion' | 'cryptographic erase' | 'key destruction';
      /** The key without which what may be left of it cannot be read. */
      readonly keyArn?: string;
    }
  /** Its deletion is under way and dated by AWS; until then it can be taken back. */
  | { readonly fate: 'pending'; readonly dueAt: string }
  /** It stays, by declaration. `untilAt` is absent where nothing ends it. */
  | { readonly fate: 'survives'; readonly untilAt?: string; readonly why: string }
  /** Found by the search, and nothing that the run may delete. */
  | { readonly fate: 'left'; readonly why: string }
  /** A copy of the data that was restored and read. */
  | { readonly fate: 'proved'; readonly how: string }
);
