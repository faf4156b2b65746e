/** One question that a verification asks. `not checked here` is no yes: the line says what would be needed. */
export interface VerifyCheck {
  readonly check:
    | 'form'
    | 'signature'
    | 'key'
    | 'validity'
    | 'revocation'
    | 'statement'
    | 'rows'
    | 'inputs'
    | 'chain'
    | 'anchor';
  readonly answer: 'yes' | 'no' | 'not checked here';
  readonly said: string;
}

export function yes(check: VerifyCheck['check'], said: string): VerifyCheck {
  return { check, answer: 'yes', said };
}

export function no(check: VerifyCheck['check'], said: string): VerifyCheck {
  return { check, answer: 'no', said };
}

export function notChecked(check: VerifyCheck['check'], said: string): VerifyCheck {
  return { check, answer: 'not checked here', said };
}
