import { resolve } from 'node:path';
import { canonicalJson } from '../../lib/canonical.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import { writeFileDurably } from '../../lib/files.ts';
import { certificateOf } from '../../reports/certificate.ts';
import { certificatePage } from '../../reports/certificate-page.ts';
import { runPage } from '../../reports/run-page.ts';
import { Journal } from '../../runner/journal/journal.ts';
import type { CommandRun, Invocation } from '../command.ts';
import { journalPath } from '../last-failover.ts';
import { findRun, keptDocument } from '../run-session.ts';

/** Writes the evidence page of an ended run, or the certificate of one that deleted a system, as it stands. */
export const run: CommandRun = async (invocation) => {
  const name = invocation.positionals['RUN'] ?? '';
  if (invocation.flag('certificate')) return certify(invocation, name);
  const path = invocation.value('output');
  if (path === undefined) {
    throw new EvenkeelError({
      code: 'usage',
      message: 'a report needs a file to be written to',
      found: 'no --output',
      allowed: '--output FILE.html',
      next: `evenkeel report ${name} --output ${name}.html`,
    });
  }
  const document = keptDocument(invocation, name);
  if (!document) throw await notEnded(invocation, name);
  const file = resolve(path);
  writeFileDurably(file, runPage(document));
  invocation.output.result({ kind: 'report', version: 1, run: name, file }, () => `Written to ${file}`);
  return ExitCode.done;
};

/** The document is the answer; with `--output` the page is written as well. */
async function certify(invocation: Invocation, name: string): Promise<ExitCode> {
  const journal = await Journal.open(journalPath(invocation));
  try {
    findRun(journal, name);
    const certificate = certificateOf(journal.events(name));
    const path = invocation.value('output');
    if (path !== undefined) writeFileDurably(resolve(path), certificatePage(certificate));
    invocation.output.result(certificate, () =>
      path === undefined ? canonicalJson(certificate, 2) : `Written to ${resolve(path)}`,
    );
    return ExitCode.done;
  } finally {
    journal.close();
  }
}

async function notEnded(invocation: Parameters<CommandRun>[0], name: string): Promise<EvenkeelError> {
  const journal = await Journal.open(journalPath(invocation));
  const { outcome } = findRun(journal, name);
  journal.close();
  return new EvenkeelError({
    code: 'run-not-ended',
    message: `${name} has not ended`,
    found: outcome,
    allowed: 'a run that has ended',
    next: `evenkeel resume ${name}`,
  });
}
