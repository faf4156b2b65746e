import { CallError } from 'evenkeel/runbook';

/** What a describe answers; undefined where AWS says that there is no such thing. */
export async function found<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CallError && /NotFound|NoSuch/.test(error.fields.awsCode ?? '')) return undefined;
    throw error;
  }
}
