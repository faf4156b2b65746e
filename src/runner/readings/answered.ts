import { CallError } from '../../aws/call-error.ts';

export type Answered<T> = { readonly answered: true; readonly value: T } | { readonly answered: false };

/** For whom an endpoint that cannot be reached is an answer: what was asked, or that nobody answered. */
export async function answered<T>(ask: () => Promise<T>): Promise<Answered<T>> {
  try {
    return { answered: true, value: await ask() };
  } catch (error) {
    const { failure } = error instanceof CallError ? error.fields : {};
    if (failure === 'unreachable' || failure === 'unknown') return { answered: false };
    throw error;
  }
}
