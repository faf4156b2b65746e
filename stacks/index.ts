import { resolve } from 'node:path';
import { Config, getStack, RunError } from '@pulumi/pulumi';
import { EvenkeelError, findStackIn } from 'evenkeel/system';
import { declare } from './program.ts';

/** The program of every stack: finds what the stack's name stands for in the system files, and declares it. */
export default async function program(): Promise<object> {
  try {
    const config = new Config();
    const folder = resolve(import.meta.dirname, '..', config.get('systems') ?? 'stacks/systems');
    const unprotected = (config.get('unprotect') ?? '').split(',').filter((name) => name !== '');
    return await declare(findStackIn(folder, getStack()), new Set(unprotected));
  } catch (error) {
    // told without a stack: it is an answer about the user's input
    throw error instanceof EvenkeelError ? new RunError(error.message) : error;
  }
}
