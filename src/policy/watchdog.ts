import { type Context, createContext, Script } from 'node:vm';

/**
 * Runs a function to its end, or stops it: `false` where it had not ended after so many milliseconds. What it did until then stays
 * done. Endless loops and regular expressions that backtrack for ever are stopped, too (V8 terminates the execution, which no code
 * can catch); what waits inside the operating system is not.
 */
export function finishes(limitMs: number, run: () => void): boolean {
  sandbox ??= createContext({});
  sandbox['run'] = run;
  try {
    CALL.runInContext(sandbox, { timeout: limitMs });
    return true;
  } catch (error) {
    // an error of another context: it is no instance of this one's Error
    if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  }
}

const CALL = new Script('run()');
/** Made at the first call, as it takes a millisecond. */
let sandbox: Context | undefined;
