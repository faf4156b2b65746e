import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killAt } from '../../../src/lib/crashpoint.ts';
import { Journal } from '../../../src/runner/journal/journal.ts';
import { resumeRun, startRun } from '../../../src/runner/run.ts';
import { act } from '../../../src/runner/step.ts';
import { FakeAws, fails } from './fake-target.ts';
import { looks, optionsFor, runbookOf, STEP } from './subject.ts';

/** A process of its own: `killed-run.ts FOLDER start|resume [POINT]`. Its world is a file that outlives it. */
const [folder = '', mode = '', point] = process.argv.slice(2);
const effects = join(folder, 'effects.log');
const REGION = 'us-west-2';

const aws = new FakeAws();
aws.handlers['rds.CreateDBClusterSnapshot'] = (input) => {
  const line = `${input['DBClusterSnapshotIdentifier']}\n`;
  if (existsSync(effects) && readFileSync(effects, 'utf8').includes(line)) {
    throw fails('refused', 'DBClusterSnapshotAlreadyExistsFault');
  }
  appendFileSync(effects, line);
  return {};
};
const runbook = runbookOf(() => [
  looks('look'),
  {
    ...STEP,
    key: 'snapshot',
    title: 'a snapshot',
    after: ['look'],
    operations: [{ name: 'rds.CreateDBClusterSnapshot', region: REGION }],
    act: act('rds.CreateDBClusterSnapshot', REGION, {
      DBClusterIdentifier: 'c',
      DBClusterSnapshotIdentifier: 'before',
    }),
  },
]);
const journal = await Journal.open(join(folder, 'journal.db'));
const options = await optionsFor(aws, runbook, { journal, ...(point !== undefined && { crash: killAt(point) }) });
const result = mode === 'start' ? await startRun(options) : await resumeRun('test-book-1', options);
journal.close();
process.stdout.write(result.outcome);
