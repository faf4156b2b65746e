/**
 * Runs the conformance cases on the Pulumi CLI that is on PATH and records what it did, for machines that have none:
 * `node scripts/dev.ts record-conformance [CASE]…`.
 */
import { record } from '../test/engine/conformance/record.ts';

await record(process.argv.slice(2), (name) => process.stdout.write(`${name}\n`));
