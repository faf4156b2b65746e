import { existsSync } from 'node:fs';
import { readGiven } from '../../evidence/verify/main.ts';
import { verificationDocument, verificationLines } from '../../evidence/verify/report.ts';
import { verifyAttestation } from '../../evidence/verify/verify.ts';
import { EvenkeelError, ExitCode } from '../../lib/errors.ts';
import type { CommandRun } from '../command.ts';
import { keySetFile } from '../evidence-keys.ts';

/** Tells what can be known of an attestation without whoever wrote it, and without the network. */
export const run: CommandRun = async (invocation) => {
  const { positionals, output, value, values } = invocation;
  const { FILE: file = '' } = positionals;
  const own = keySetFile(invocation);
  const keys = value('keys') ?? (existsSync(own) ? own : undefined);
  const names = {
    file,
    keys,
    previous: values('previous'),
    inputs: values('input'),
    anchors: value('anchors'),
    authorities: values('authority'),
    repository: value('repository'),
  };
  const all = Object.values(names)
    .flat()
    .filter((name) => name !== undefined);
  const absent = all.filter((name) => !existsSync(name));
  if (absent.length > 0) throw notThere(absent);
  const verification = verifyAttestation(readGiven(names));
  output.result(verificationDocument(file, verification), () => verificationLines(file, verification).join('\n'));
  return verification.isVerified ? ExitCode.done : ExitCode.answerIsNo;
};

function notThere(names: readonly string[]): EvenkeelError {
  return new EvenkeelError(
    names.map((name) => ({
      code: 'verify.file',
      message: 'a file is not there',
      found: name,
      allowed: 'FILE as evenkeel audit … --attest wrote it, --keys as evenkeel keys did',
      next: 'correct the path',
    })),
  );
}
