import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isSamePerson } from '../policy/waivers/person.ts';
import type { Approval, Waiver } from '../policy/waivers/waiver.ts';

/**
 * Whether the approver approved an entry, by git: the commit that last touched its lines must carry a signature that this machine's git
 * verifies, of the approver. Everything else is printed as not authenticated, with the reason. `file` holds the entries.
 */
export function approvalsOf(file: string): (waiver: Waiver) => Approval {
  const place = { folder: dirname(realpathSync(file)), name: basename(realpathSync(file)) };
  let state: string | undefined;
  return (waiver) => {
    state ??= whyNone(place) ?? '';
    return state === '' ? approvalOf(waiver, place) : no(state);
  };
}

interface Place {
  readonly folder: string;
  readonly name: string;
}

const LONGEST_MS = 20_000;

/** Why no entry of a file can be authenticated. */
function whyNone({ folder, name }: Place): string | undefined {
  if (git(folder, 'rev-parse', '--show-toplevel') === undefined) return 'its file is in no git repository';
  if (git(folder, 'ls-files', '--error-unmatch', '--', name) === undefined) return 'its file is not committed';
  return git(folder, 'diff', '--quiet', 'HEAD', '--', name) === undefined
    ? 'its file has changes that are not committed'
    : undefined;
}

/** `%G?` G: good, by a key that is trusted; U: good, by a key of which git does not know whether to trust it (git-log(1)). */
function approvalOf({ approver, lines: [first, last] }: Waiver, { folder, name }: Place): Approval {
  const format = '--format=%H%x00%G?%x00%GS%x00%GF';
  const log = git(folder, 'log', '-1', '--no-patch', format, `-L${first},${last}:./${name}`);
  const [commit = '', state = '', signer = '', fingerprint = ''] = (log ?? '').trim().split('\0');
  if (commit === '') return no('git does not tell the commit that last touched it');
  const short = commit.slice(0, 12);
  if (state === 'N' || state === '') return no(`commit ${short} is not signed`);
  if (state !== 'G' || git(folder, 'verify-commit', commit) === undefined)
    return no(`the signature of commit ${short} is not verified by this machine's git`);
  if (!isSamePerson(signer, approver)) return no(`commit ${short} is signed by ${signer}, who is not the approver`);
  return { authenticated: true, said: `commit ${short} is signed by ${signer} with ${fingerprint}` };
}

function no(said: string): Approval {
  return { authenticated: false, said };
}

/** What git prints; undefined where it fails, or is not there. */
function git(folder: string, ...args: string[]): string | undefined {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_DIR')));
  try {
    return execFileSync('git', ['-C', folder, '-c', 'core.fsmonitor=false', ...args], {
      encoding: 'utf8',
      env: { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: LONGEST_MS,
    });
  } catch {
    return undefined;
  }
}
