#!/usr/bin/env node
// Finds Node 24 (it comes from npm, beside this package's dependencies) and hands over to the command line.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

if (Number.parseInt(process.versions.node, 10) >= WANTED) {
  module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'compile'));
  const { main } = await import('../src/cli/main.ts');
  await main(process.argv.slice(2));
} else {
  runWith(join(root, 'node_modules', '.bin', 'node'));
}

function runWith(node) {
  if (!existsSync(node)) {
    process.stderr.write(
      `evenkeel runs on Node ${WANTED} or later\n  found:   ${process.version}, and no Node from npm in ${join(root, 'node_modules')}\n  next:    run npm ci without --omit=optional, or install Node ${WANTED}\n`,
    );
    process.exit(2);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 70);
  });
}
