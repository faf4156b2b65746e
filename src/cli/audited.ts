import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { layoutOf } from '../engine/backend/layout.ts';
import { writtenAt } from '../graph/checkpoint.ts';
import { type Graph, graphOf, readGraph } from '../graph/graph.ts';
import { canonicalJson } from '../lib/canonical.ts';
import { EvenkeelError } from '../lib/errors.ts';
import type { AuditSubject } from './audit-document.ts';
import { readCheckpointFiles } from './checkpoint-files.ts';
import type { Invocation } from './command.ts';

/** What an audit judges. */
export interface Audited {
  readonly subject: AuditSubject;
  readonly graph: Graph;
  /** The checkpoints that the graph was read from; of a preview, none. */
  readonly inputs: readonly AuditInput[];
}
export interface AuditInput {
  /** The file as it was given, or the stack. */
  readonly name: string;
  /** Of the bytes that were read, hexadecimal. */
  readonly sha256: string;
  /** When the deployment wrote it, where it says so. */
  readonly madeAt: string | undefined;
}

/** Finds and reads what the words of an audit name. */
export async function auditedOf(invocation: Invocation): Promise<Audited> {
  const files = invocation.values('file');
  const system = invocation.positionals['SYSTEM'];
  const isPreview = invocation.flag('preview');
  if (files.length > 0 === (system !== undefined) || (files.length > 0 && isPreview)) throw whatIsJudged(invocation);
  if (system === undefined) {
    const read = readCheckpointFiles(files);
    const inputs = read.map(({ name, sha256, checkpoint }) => ({ name, sha256, madeAt: writtenAt(checkpoint) }));
    return { subject: { subject: files.join(', '), phase: 'deployed' }, graph: readGraph(read), inputs };
  }
  return isPreview ? previewed(invocation, system) : deployed(invocation, system);
}

/** The stacks of a system as the state folder has them. Secrets stay ciphertext: no rule reads one. */
async function deployed(invocation: Invocation, name: string): Promise<Audited> {
  const { allStacks, backendOf, subjectOf: find } = await import('./estate.ts');
  const { notUp } = await import('./system-graph.ts');
  const { PROJECT } = await import('./update.ts');
  const subject = find(invocation, name);
  const backend = backendOf(invocation);
  const checkpoints = allStacks(subject).map(({ stack }) => {
    const checkpoint = backend.exportStack({ project: PROJECT, stack });
    if (checkpoint === undefined) throw notUp(subject, stack);
    return { name: stack, checkpoint, sha256: digestOf(invocation.stateDir, PROJECT, stack, checkpoint) };
  });
  return {
    subject: { subject: name, environment: subject.environment.name, phase: 'deployed' },
    graph: readGraph(checkpoints),
    inputs: checkpoints.map(({ name: stack, sha256, checkpoint }) => ({
      name: stack,
      sha256,
      madeAt: writtenAt(checkpoint),
    })),
  };
}

/** Of the stack's file; where a killed run left a journal beside it, of the canonical JSON of both together. */
function digestOf(stateDir: string, project: string, stack: string, checkpoint: unknown): string {
  const layout = layoutOf(stateDir);
  const file = layout.checkpoint(project, stack);
  const isWhole = existsSync(file) && !existsSync(layout.journal(project, stack));
  return createHash('sha256')
    .update(isWhole ? readFileSync(file) : canonicalJson(checkpoint))
    .digest('hex');
}

/** The stacks of a system as `up` would make them, unknown values included. */
async function previewed(invocation: Invocation, name: string): Promise<Audited> {
  const { allStacks, backendOf, subjectOf: find } = await import('./estate.ts');
  const { openPersistentTwin } = await import('./persistent-twin.ts');
  const { updateStacks } = await import('./update.ts');
  const subject = find(invocation, name);
  const persistent = await openPersistentTwin(invocation, subject);
  try {
    const results = await updateStacks({
      root: invocation.root,
      stacks: allStacks(subject),
      config: subject.config,
      backend: backendOf(invocation),
      provider: persistent.twin.provider,
      mode: 'preview',
      readFirst: true,
      onStack: (result) => invocation.output.progress(`${result.stack}: previewed`),
    });
    const graph = graphOf(results.flatMap(({ states }) => states));
    return {
      subject: { subject: name, environment: subject.environment.name, phase: 'preview' },
      graph,
      inputs: [],
    };
  } finally {
    persistent.close();
  }
}

function whatIsJudged(invocation: Invocation): EvenkeelError {
  const system = invocation.positionals['SYSTEM'];
  const found = [system, ...invocation.values('file').map((file) => `--file ${file}`)];
  return new EvenkeelError({
    code: 'usage',
    message: 'an audit judges one thing: a system, its preview, or files',
    found:
      [...found, invocation.flag('preview') ? '--preview' : undefined].filter((word) => word !== undefined).join(' ') ||
      'nothing',
    allowed: 'SYSTEM, SYSTEM --preview, or --file CHECKPOINT.json (may be repeated)',
    next: 'evenkeel help audit shows examples',
  });
}
