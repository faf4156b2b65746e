import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { tagsOf } from './git-tag.ts';
import { verificationLines } from './report.ts';
import { type Given, type GivenFile, verifyAttestation } from './verify.ts';

/** Names of the files of a verification. */
export interface GivenNames {
  readonly file: string;
  readonly keys: string | undefined;
  readonly previous: readonly string[];
  readonly inputs: readonly string[];
  /** Default: `FILE.anchors.json`, where it is there. */
  readonly anchors: string | undefined;
  readonly authorities: readonly string[];
  /** A clone in which tags are looked up. */
  readonly repository: string | undefined;
}

/** Reads the files. Throws what the system does where one is not there. */
export function readGiven({ file, keys, previous, inputs, anchors, authorities, repository }: GivenNames): Given {
  const beside = `${file}.anchors.json`;
  const anchored = anchors ?? (existsSync(beside) ? beside : undefined);
  return {
    attestation: read(file),
    ...(keys !== undefined && { keys: read(keys) }),
    previous: previous.map(read),
    inputs: inputs.map(read),
    ...(anchored !== undefined && { anchors: read(anchored) }),
    authorities: authorities.map(read),
    ...(repository !== undefined && { tagOf: tagsOf(repository) }),
  };
}

function read(name: string): GivenFile {
  return { name, bytes: readFileSync(name) };
}

const USAGE = `usage: node main.ts FILE --keys FILE [--previous FILE]… [--input FILE]… [--anchors FILE] [--authority FILE.pem]… [--repository DIR]
`;

/** The verifier by itself: this folder and Node 24 are enough. Answers the exit code: 0 verified, 1 not, 2 wrong input. */
function main(argv: readonly string[]): number {
  try {
    const several = { type: 'string', multiple: true } as const;
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        keys: { type: 'string' },
        previous: several,
        input: several,
        anchors: { type: 'string' },
        authority: several,
        repository: { type: 'string' },
      },
    });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new TypeError('one FILE is wanted');
    const { keys, previous = [], input = [], anchors, authority = [], repository } = values;
    const names = { file, keys, previous, inputs: input, anchors, authorities: authority, repository };
    const verification = verifyAttestation(readGiven(names));
    process.stdout.write(`${verificationLines(file, verification).join('\n')}\n`);
    return verification.isVerified ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  }
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2));
