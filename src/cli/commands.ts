import type { CommandRow, OptionRow } from './command.ts';
import { POLICY_OPTIONS } from './policy-options.ts';

/** Options that every command takes. */
export const GLOBAL_OPTIONS: readonly OptionRow[] = [
  { name: 'env', value: 'NAME', summary: 'environment of the system (default prod)' },
  { name: 'json', summary: 'print one JSON document on stdout, nothing else' },
  { name: 'state', value: 'DIR', summary: 'state folder (default .evenkeel, or EVENKEEL_STATE)' },
  { name: 'systems', value: 'DIR', summary: 'folder of system files (default stacks/systems)' },
  { name: 'runbooks', value: 'DIR', summary: 'folder of your own runbooks, beside those of Evenkeel' },
  { name: 'quiet', summary: 'no progress on stderr' },
  { name: 'no-color', summary: 'plain text (also NO_COLOR)' },
  { name: 'help', summary: 'this text' },
];

const STACK: OptionRow = { name: 'stack', value: 'NAME', repeated: true, summary: 'only this stack (may be repeated)' };
const SELECT: readonly OptionRow[] = [
  {
    name: 'select',
    value: 'URN',
    repeated: true,
    summary: 'only this resource; * and ** stand for parts of a URN (may be repeated)',
  },
  { name: 'select-dependents', summary: 'and whatever depends on what is selected' },
];
const YES: OptionRow = { name: 'yes', summary: 'do not ask' };
const CONFIRM: OptionRow = {
  name: 'confirm',
  value: 'SYSTEM',
  summary: "with --target aws: the system's name, typed again",
};
const ENGINE: OptionRow = {
  name: 'engine',
  value: 'NAME',
  summary: 'what runs the Pulumi program (default embedded; pulumi is the Pulumi CLI on the PATH)',
  allowed: ['embedded', 'pulumi'],
};
const LONGEST_WAIT: OptionRow = {
  name: 'longest-wait',
  value: 'DURATION',
  summary: 'a longer wait stops the run, which says when to resume it (default: the time passes)',
};
const SCENARIO: OptionRow = {
  name: 'scenario',
  value: 'NAME',
  summary: "faults and load (default: the runbook's own, such as region-loss)",
};
const SEED: OptionRow = { name: 'seed', value: 'N', summary: 'the number that fixes all chance (default 1)' };
const TARGET: OptionRow = {
  name: 'target',
  value: 'NAME',
  summary: 'twin or aws (default twin)',
  allowed: ['twin', 'aws'],
};

const ACCEPT_MERGE: OptionRow = {
  name: 'accept-merge',
  value: 'HASH',
  repeated: true,
  summary: 'the shown merge of an interrupted run and another engine’s checkpoint',
};

const KEYS: OptionRow = {
  name: 'keys',
  value: 'FILE.json',
  summary: 'the set of public keys (default: evidence/keys.json of the state folder)',
};

export const COMMANDS: readonly CommandRow[] = [
  {
    name: 'up',
    summary: 'bring a system up, layer by layer',
    positionals: ['SYSTEM'],
    options: [
      STACK,
      ...SELECT,
      YES,
      ENGINE,
      TARGET,
      CONFIRM,
      { ...SEED, summary: 'seed of a twin that is made now (default 1)' },
      ...POLICY_OPTIONS,
      ACCEPT_MERGE,
    ],
    examples: [
      'evenkeel up orders',
      'evenkeel up orders --yes --json',
      'evenkeel up orders --stack orders-prod-base',
      'evenkeel up orders --disable-policy RED-01',
      "evenkeel up orders --select '**::orders-fleet' --select-dependents",
    ],
    details:
      'Shows its preview and asks. Stacks come up in the order of the layers, the founder before the other sites.\nAll stacks are previewed first, with --yes too: what a policy of severity high or critical refuses is refused before anything is made.\n' +
      'What --select does not name stays as it is; what a selected resource needs and is not there is named.',
    usesStacks: true,
    load: () => import('./commands/up.ts'),
  },
  {
    name: 'preview',
    summary: 'what up would change; reads every resource first',
    positionals: ['SYSTEM'],
    options: [
      STACK,
      ...SELECT,
      ENGINE,
      TARGET,
      CONFIRM,
      { name: 'expect-no-changes', summary: 'answer no (exit code 1) where there is a change' },
      ...POLICY_OPTIONS,
    ],
    details: 'Answers no (exit code 1) where a policy of severity high or critical would stop up.',
    examples: ['evenkeel preview orders', 'evenkeel preview orders --expect-no-changes'],
    usesStacks: true,
    load: () => import('./commands/preview.ts'),
  },
  {
    name: 'destroy',
    summary: 'delete what up created, layer by layer, the site that writes last',
    positionals: ['SYSTEM'],
    options: [
      STACK,
      ...SELECT,
      YES,
      ENGINE,
      TARGET,
      CONFIRM,
      { name: 'unprotect', value: 'NAME', repeated: true, summary: 'a protected resource that may go, by name or URN' },
    ],
    examples: ['evenkeel destroy orders', 'evenkeel destroy orders --unprotect orders-prod-global --yes'],
    details: 'Protected resources are deleted only when each is named with --unprotect.',
    usesStacks: true,
    load: () => import('./commands/destroy.ts'),
  },
  {
    name: 'audit',
    summary: 'judge a system, its preview or any exported stack by the controls',
    positionals: ['SYSTEM?'],
    options: [
      { name: 'preview', summary: 'what up would make, before anything is there' },
      {
        name: 'file',
        value: 'CHECKPOINT.json',
        repeated: true,
        summary: 'what pulumi stack export printed, of any project (may be repeated: they are joined)',
      },
      { name: 'control', value: 'ID', repeated: true, summary: 'only this control (may be repeated)' },
      {
        name: 'framework',
        value: 'ID',
        summary: 'only the controls that speak to a framework, and what of it is covered, is not, or needs a person',
      },
      { name: 'now', value: 'INSTANT', summary: 'the instant to judge at (default: now)' },
      {
        name: 'waivers',
        value: 'FILE.yaml',
        summary: 'approved exceptions of another estate (default: policies/waivers.yaml of the package)',
      },
      {
        name: 'print-waiver',
        summary: 'print drafts of entries for what is not excused, with the hashes of its properties',
      },
      { name: 'baseline', value: 'FILE.yaml', summary: 'accept what failed when the file was made, and nothing new' },
      { name: 'create-baseline', summary: 'with --baseline: make the file, of all that is wrong now' },
      { name: 'update-baseline', summary: 'with --baseline: take away what is fixed; nothing is ever added' },
      { name: 'attest', value: 'FILE.json', summary: 'sign the whole audit, for whoever does not trust this machine' },
      {
        name: 'key',
        value: 'FILE.pem',
        summary: 'with --attest: the private key (default: the newest of the key set)',
      },
      KEYS,
      { name: 'previous', value: 'FILE.json', summary: 'with --attest: the attestation that this one follows' },
      {
        name: 'since',
        value: 'FILE.json',
        summary: 'what changed since an earlier audit: its document, or its attestation',
      },
      {
        name: 'format',
        value: 'NAME',
        summary: 'how it is told (default table): all are written from the same document',
        allowed: ['table', 'json', 'sarif', 'oscal', 'junit', 'csv', 'html'],
      },
      { name: 'output', value: 'FILE', summary: 'write it to a file, too' },
    ],
    examples: [
      'evenkeel audit orders',
      'evenkeel audit orders --preview --control RED-01',
      'evenkeel audit --file network.json --file service.json --format json',
      'evenkeel audit orders --framework cis-aws-5.0 --format html --output audit.html',
      'evenkeel audit orders --format sarif --output audit.sarif',
    ],
    details:
      'Exit code 0 only where something was examined and no verdict is fail, unknown or error. Reads; changes nothing.',
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'verify',
    summary: 'what a stranger can know of an attestation: signature, key, rows, chain, inputs, anchors',
    positionals: ['FILE'],
    options: [
      KEYS,
      {
        name: 'previous',
        value: 'FILE.json',
        repeated: true,
        summary: 'the attestations before it, the newest first (may be repeated)',
      },
      {
        name: 'input',
        value: 'CHECKPOINT.json',
        repeated: true,
        summary: 'a checkpoint that it should be about (may be repeated)',
      },
      {
        name: 'anchors',
        value: 'FILE.json',
        summary: 'what anchors it outside (default: FILE.anchors.json beside it)',
      },
      {
        name: 'authority',
        value: 'FILE.pem',
        repeated: true,
        summary: 'certificate of a timestamp authority that you trust (may be repeated)',
      },
      { name: 'repository', value: 'DIR', summary: 'a clone in which git tags are looked up' },
    ],
    examples: [
      'evenkeel verify audit.att.json --keys keys.json',
      'evenkeel verify audit-3.att.json --keys keys.json --previous audit-2.att.json --previous audit-1.att.json',
      'evenkeel verify audit.att.json --keys keys.json --input network.json --authority tsa.pem',
    ],
    details:
      'Exit code 0 only where the file, its signature, the key at that time and every row hold, and no answer is no. Uses no network.\nThe same without the rest of Evenkeel: node src/evidence/verify/main.ts FILE --keys FILE.',
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'keys',
    summary: 'the keys that sign evidence: make, rotate, revoke, list',
    positionals: ['create|rotate|revoke|list', 'KEYID?'],
    options: [
      KEYS,
      { name: 'owner', value: 'NAME', summary: 'create: whose key it is, as a stranger can ask for them' },
      { name: 'days', value: 'N', summary: 'create, rotate: how long it is valid (default 365)' },
      {
        name: 'key',
        value: 'FILE.pem',
        summary: 'rotate: the private key that signs the new one (default: beside the set)',
      },
      { name: 'reason', value: 'TEXT', summary: 'revoke: why' },
      {
        name: 'compromised',
        summary: 'revoke: somebody else may have it; what it signed counts only where an anchor proves the time',
      },
      { name: 'now', value: 'INSTANT', summary: 'from when on (default: now)' },
    ],
    examples: [
      "evenkeel keys create --owner 'Platform team <platform@example.com>'",
      'evenkeel keys rotate 3f2a91c0',
      'evenkeel keys revoke 3f2a91c0 --reason "laptop lost" --compromised',
    ],
    details:
      'Private keys are files of mode 0600 in the folder private beside the set. Hand the set to whoever verifies, by a way that they trust.',
    load: () => import('./commands/keys.ts'),
  },
  {
    name: 'anchor',
    summary: 'keep what proves from outside when an attestation was there',
    positionals: ['FILE'],
    options: [
      { name: 'timestamp', value: 'FILE.tsr', repeated: true, summary: 'answer of a timestamp authority (RFC 3161)' },
      { name: 'git-tag', value: 'NAME', summary: 'a signed tag whose message names the digest' },
      { name: 'log-entry', value: 'FILE.json', repeated: true, summary: 'an entry of a transparency log' },
    ],
    examples: ['evenkeel anchor audit.att.json', 'evenkeel anchor audit.att.json --timestamp answer.tsr'],
    details: 'Without an option it prints the digest to have anchored.',
    load: () => import('./commands/anchor.ts'),
  },
  {
    name: 'explain',
    summary: 'what a control asks for, why, what to change, what it cannot see, and which frameworks it speaks to',
    positionals: ['CONTROL'],
    options: [],
    examples: ['evenkeel explain RED-12', 'evenkeel explain NET-01 --json'],
    details: 'Prints the page of docs/reference/controls, with a program that passes and one that fails.',
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'plan',
    summary: 'what a runbook would do, in order, with its effects; touches nothing',
    positionals: ['RUNBOOK', 'SYSTEM'],
    options: [],
    examples: ['evenkeel plan dr-failover orders'],
    usesStacks: true,
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'drill',
    summary: 'rehearse a runbook on a twin in memory, under faults and load',
    positionals: ['SYSTEM?'],
    options: [
      {
        name: 'file',
        value: 'CHECKPOINT.json',
        repeated: true,
        summary: 'start from this output of pulumi stack export (may be repeated)',
      },
      { name: 'system', value: 'FILE.yaml', summary: 'with --file: the system file, in place of SYSTEM' },
      {
        name: 'runbook',
        value: 'NAME',
        summary: 'dr-failover (default), upgrade-fleet, upgrade-database, retire-system, or one of your own',
      },
      SCENARIO,
      SEED,
      { name: 'seeds', value: 'A..B', summary: 'every seed of a range, and the distribution' },
      { name: 'report', value: 'FILE.html', summary: 'write the evidence page' },
    ],
    examples: [
      'evenkeel drill orders',
      'evenkeel drill orders --scenario replication-cut --seed 7 --report drill.html',
      'evenkeel drill orders --seeds 1..100',
      'evenkeel drill orders --runbook upgrade-fleet --scenario bad-image',
      'evenkeel drill --file network.json --file app.json --system shop.yaml',
    ],
    details:
      'A system that is not up is brought up in memory. The persistent twin is never touched. --file takes the stacks of any Pulumi ' +
      'project: which resources play which part is found from their edges, or asked for as a binding in the system file.',
    load: () => import('./commands/drill.ts'),
  },
  {
    name: 'run',
    summary: 'run a runbook for real; stops for approvals',
    positionals: ['RUNBOOK', 'SYSTEM'],
    options: [TARGET, ENGINE, { ...SCENARIO, summary: 'on the twin: faults that strike first' }, LONGEST_WAIT],
    examples: ['evenkeel run dr-failover orders --scenario region-loss'],
    details: 'Never grants an approval: it stops with exit code 3 and says what to approve.',
    usesStacks: true,
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'resume',
    summary: 'go on with a run that stopped or was killed',
    positionals: ['RUN'],
    options: [ENGINE, LONGEST_WAIT],
    examples: ['evenkeel resume dr-failover-1', 'evenkeel resume retire-system-1 --longest-wait 1h'],
    details: '--engine says what deletes stacks, where a step of the run does; it may be another one than before.',
    usesStacks: true,
    load: () => import('./commands/resume.ts'),
  },
  {
    name: 'approve',
    summary: 'grant or refuse what a run waits for',
    positionals: ['RUN', 'STEP'],
    options: [
      YES,
      { name: 'refuse', value: 'REASON', summary: 'say no, and why' },
      { name: 'as', value: 'NAME', summary: 'who you are (default: the login name); nobody checks it' },
    ],
    examples: [
      'evenkeel approve dr-failover-1 accept-loss --yes',
      'evenkeel approve dr-failover-1 accept-loss --refuse "false alarm"',
    ],
    details:
      'On the twin the decision time of the system passes first. A step that needs two persons is granted when two identities have.',
    usesStacks: true,
    load: () => import('./commands/approve.ts'),
  },
  {
    name: 'abort',
    summary: 'end a run where it stands, or take back what it did',
    positionals: ['RUN'],
    options: [
      {
        name: 'reason',
        value: 'R',
        summary: 'why, for the journal; without it the consequences are shown, and nothing is done',
      },
      { name: 'undo', summary: 'take back what its steps did, last first, instead of leaving it' },
    ],
    examples: [
      'evenkeel abort dr-failover-1',
      'evenkeel abort dr-failover-1 --reason "false alarm"',
      'evenkeel abort upgrade-fleet-1 --undo --reason "the shop opens early"',
    ],
    details: 'Taken back, the run has ended as rolledBack (exit code 1). Past a step without return it is refused.',
    usesStacks: true,
    load: () => import('./commands/abort.ts'),
  },
  {
    name: 'runs',
    summary: 'the runs of this state folder',
    positionals: [],
    options: [],
    examples: ['evenkeel runs', 'evenkeel runs --json'],
    load: () => import('./commands/runs.ts'),
  },
  {
    name: 'report',
    summary: 'the evidence page of a run',
    positionals: ['RUN'],
    options: [
      { name: 'output', value: 'FILE.html', summary: 'where to write it (required, but for a certificate as --json)' },
      {
        name: 'certificate',
        summary: 'the certificate of a retirement: what was destroyed, how that was seen, what survives',
      },
    ],
    examples: [
      'evenkeel report dr-failover-1 --output failover.html',
      'evenkeel report retire-system-1 --certificate --output certificate.html',
    ],
    load: () => import('./commands/report.ts'),
  },
  {
    name: 'twin',
    summary: 'the persistent twin: serve its endpoints, let time pass, or run the AWS CLI on it',
    positionals: ['serve|advance|aws', 'DURATION?'],
    passesOnAfter: 'aws',
    options: [
      { name: 'port', value: 'N', summary: 'serve: port on 127.0.0.1 (default: any free one)' },
      {
        name: 'speed',
        value: 'real|xN|manual',
        summary: 'serve, aws: how virtual time passes meanwhile (default manual)',
      },
    ],
    examples: [
      'evenkeel twin advance 12h',
      'evenkeel twin serve --port 4566',
      'evenkeel twin aws rds describe-db-clusters --region us-west-2',
      'evenkeel twin --speed x3600 aws rds wait db-cluster-available --db-cluster-identifier orders-prod-usw2',
    ],
    details:
      'Words behind aws reach the AWS CLI untouched; options of evenkeel stand before it. The CLI gets the credentials of the twin,\nnone of yours, and nothing of it leaves this machine.',
    usesStacks: true,
    load: () => import('./commands/twin.ts'),
  },
  {
    name: 'doctor',
    summary: 'what this machine has, what is missing, what that disables',
    positionals: [],
    options: [],
    examples: ['evenkeel doctor'],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'tour',
    summary: 'up, plan, region loss, failover, evidence: the whole of it in one command',
    positionals: [],
    options: [SEED],
    examples: ['npm start'],
    load: () => import('./commands/tour.ts'),
  },
];
