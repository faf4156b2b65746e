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

/** Every page of a listing that goes on by `NextToken`. */
export async function allPages<P extends { readonly NextToken?: string | undefined }>(
  ask: (from: { readonly NextToken?: string }) => Promise<P>,
): Promise<P[]> {
  const pages: P[] = [];
  let next: string | undefined;
  do {
    const page = await ask(next === undefined ? {} : { NextToken: next });
    pages.push(page);
    next = page.NextToken || undefined;
  } while (next !== undefined);
  return pages;
}
