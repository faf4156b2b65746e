import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCorpus } from './fuzz/corpus.ts';
import { fuzz } from './fuzz/run.ts';

/**
 * Broken and changed requests against the twin's server: `node scripts/dev.ts fuzz --requests 100000 --seed 1`. Each chunk begins with a
 * fresh world in which `orders` is up; the same seed sends the same requests. Ends with 1 where anything is wrong.
 */
const CHUNK = 10_000;
const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const total = Number(values.requests);
const corpus = await makeCorpus(join(import.meta.dirname, '..'));
const statuses: Record<string, number> = {};
const succeeded = new Set<string>();
const problems: string[] = [];
for (let from = 0; from < total && problems.length < 20; from += CHUNK) {
  const seed = Number(values.seed) * 1_000_003 + from / CHUNK;
  const result = await fuzz(corpus, Math.min(CHUNK, total - from), seed);
  for (const [status, count] of Object.entries(result.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  for (const name of result.succeeded) succeeded.add(name);
  problems.push(...result.problems);
  process.stderr.write(`${Math.min(from + CHUNK, total)} requests\n`);
}
const sent = Object.values(statuses).reduce((sum, count) => sum + count, 0);
process.stdout.write(`${sent} requests, seed ${values.seed}; answers by status: ${JSON.stringify(statuses)}\n`);
process.stdout.write(
  `${succeeded.size} operations succeeded at least once; the server is up, ${problems.length} problems\n`,
);
for (const problem of problems.slice(0, 20)) process.stdout.write(`- ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
