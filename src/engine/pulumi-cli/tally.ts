import { isDeepStrictEqual } from 'node:util';
import { isArchive, isAsset } from '../../lib/asset.ts';
import type { PropertyMap, PropertyValue } from '../../lib/property.ts';
import { parsePath } from '../../lib/property-path.ts';
import { settled, UNDECIDED, type Violation } from '../analyzer/violation.ts';
import type { StackExport } from '../backend/checkpoint.ts';
import { count } from '../deployment/outcome.ts';
import { atOf } from '../deployment/refusals.ts';
import type { DifferenceKind, EngineEvent, Operation, ResourceResult, StackOutcome } from '../options.ts';
import { compareProperties, outside } from '../properties/compare.ts';
import { isDefaultProvider, STACK_TYPE } from '../state/urn.ts';
import type { CliEvent, Diagnostic, PolicyMessage, StepMetadata } from './event.ts';

/**
 * What the CLI's engine does with a resource, in the words of this engine. A replacement is told in several steps, which are
 * one operation. `undefined`: a step that is no operation of the user's.
 */
const OPERATIONS: Readonly<Record<string, Operation | undefined>> = {
  same: 'same',
  create: 'create',
  update: 'update',
  delete: 'delete',
  replace: 'replace',
  'create-replacement': 'replace',
  'delete-replaced': 'delete',
  read: 'read',
  'read-replacement': 'read',
};

type Difference = Readonly<Record<string, DifferenceKind>>;

/** Adds up the events of one run of the CLI. */
export class Tally {
  readonly #operations = new Map<string, Operation>();
  readonly #differences = new Map<string, Difference>();
  readonly #drift = new Map<string, Difference>();
  readonly #ignored: ReadonlyMap<string, readonly string[]>;
  /** Where the program made what is there already; of what is new the CLI's events do not say it. */
  readonly #positions: ReadonlyMap<string, string | undefined>;
  readonly #violations: Violation[] = [];
  readonly errors: Diagnostic[] = [];
  #outputs: StackOutcome['outputChanges'] = {};

  constructor(before: StackExport | undefined) {
    const resources = before?.deployment.resources ?? [];
    this.#positions = new Map(resources.map(({ urn, sourcePosition }) => [urn, atOf(sourcePosition)]));
    this.#ignored = new Map(resources.map((resource) => [resource.urn, resource.ignoreChanges ?? []]));
  }

  /** Takes an event in; answers what is to be told of it. */
  add(event: CliEvent): EngineEvent | undefined {
    if (event.diagnosticEvent !== undefined) return this.#tell(event.diagnosticEvent);
    if (event.policyEvent !== undefined) this.#violations.push(violationOf(event.policyEvent, this.#positions));
    const pre = event.resourcePreEvent?.metadata;
    if (pre !== undefined) return this.#step(pre, 'started');
    const after = event.resOutputsEvent?.metadata;
    if (after?.op === 'refresh') this.#refreshed(after);
    return after === undefined ? undefined : this.#step(after, 'finished');
  }

  outcome(stack: string): StackOutcome {
    const resources = [...this.#operations]
      .filter(([urn]) => !isDefaultProvider(urn))
      .sort(byRank)
      .map(([urn, op]) => this.#result(urn, op));
    return {
      stack,
      resources,
      changes: count(resources),
      outputChanges: this.#outputs,
      violations: settled(this.#violations),
    };
  }

  #result(urn: string, op: Operation): ResourceResult {
    const drift = op === 'create' || op === 'delete' ? {} : this.#drift.get(urn);
    const entries = Object.entries({ ...drift, ...this.#differences.get(urn) }).sort(([a], [b]) => (a < b ? -1 : 1));
    return { urn, op, ...(entries.length > 0 && { diff: Object.fromEntries(entries) }) };
  }

  #step(metadata: StepMetadata, kind: 'started' | 'finished'): EngineEvent | undefined {
    const { urn } = metadata;
    const op = OPERATIONS[metadata.op];
    if (op === undefined) return undefined;
    const known = this.#operations.get(urn);
    // the deletion of what a replacement replaces is part of it
    const now = known === 'replace' || (known !== undefined && metadata.op === 'delete-replaced') ? known : op;
    this.#operations.set(urn, now);
    const difference = differenceOf(metadata);
    if (difference !== undefined) this.#differences.set(urn, difference);
    if (metadata.type === STACK_TYPE && kind === 'finished') this.#outputs = outputChanges(metadata);
    return { kind, urn, op: now };
  }

  /** What was read is compared with what was known; of what is secret the CLI tells no value, so it is never drift here. */
  #refreshed({ urn, old, new: now }: StepMetadata): void {
    if (!now?.outputs) return;
    const ignored = (this.#ignored.get(urn) ?? []).map(parsePath);
    const changes = compareProperties(withoutContents(old?.outputs ?? {}), withoutContents(now.outputs));
    const paths = [...outside(changes, ignored).keys()];
    if (paths.length > 0) this.#drift.set(urn, Object.fromEntries(paths.map((path) => [path, 'drift' as const])));
  }

  #tell(diagnostic: Diagnostic): EngineEvent | undefined {
    const { severity, message } = diagnostic;
    // debug messages hold every value
    if (severity === 'debug') return undefined;
    if (severity === 'error') this.errors.push(diagnostic);
    const kind = severity === 'error' || severity === 'warning' ? severity : 'info';
    return { kind: 'log', severity: kind, message: message.trimEnd() };
  }
}

/** By URN, deletions last: the order of events differs from run to run. */
function byRank([urnA, opA]: readonly [string, Operation], [urnB, opB]: readonly [string, Operation]): number {
  if ((opA === 'delete') !== (opB === 'delete')) return opA === 'delete' ? 1 : -1;
  return urnA < urnB ? -1 : 1;
}

function differenceOf({ op, detailedDiff, diffs, old, new: now }: StepMetadata): Difference | undefined {
  if (op !== 'update' && op !== 'replace' && op !== 'create-replacement') return undefined;
  // of a component only its parent's difference is told
  if (!(now ?? old)?.custom) return undefined;
  const paths = Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]) => [path, diffKind] as const);
  if (paths.length > 0) return Object.fromEntries(paths);
  const names = (diffs ?? []).map((name) => [name, op === 'update' ? 'update' : 'update-replace'] as const);
  return names.length > 0 ? Object.fromEntries(names) : undefined;
}

function outputChanges({ old, new: now }: StepMetadata): StackOutcome['outputChanges'] {
  const [before, after] = [old?.outputs ?? {}, now?.outputs ?? {}];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return Object.fromEntries(
    changed.map((name) => [name, before[name] === undefined ? 'add' : after[name] === undefined ? 'delete' : 'update']),
  );
}

/** Properties in which files are their hashes alone: the CLI does not send their contents to be read. */
function withoutContents(value: PropertyMap): PropertyMap {
  return hashed(value) as PropertyMap;
}

function hashed(value: PropertyValue | undefined): PropertyValue | undefined {
  if (value === undefined || value === null || typeof value !== 'object') return value;
  if (isAsset(value) || isArchive(value)) return { hash: value['hash'] };
  if (Array.isArray(value)) return value.map((item) => hashed(item) ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hashed(item)]));
}

function violationOf(event: PolicyMessage, positions: ReadonlyMap<string, string | undefined>): Violation {
  const { policyPackName, policyPackVersion, policyName, enforcementLevel, resourceUrn, severity } = event;
  const message = event.message.trim();
  const at = positions.get(resourceUrn ?? '');
  return {
    pack: `${policyPackName}@${policyPackVersion}`,
    policy: policyName,
    kind: UNDECIDED.test(message) ? 'undecided' : 'violation',
    blocks: enforcementLevel === 'mandatory',
    ...(resourceUrn && { urn: resourceUrn }),
    ...(severity !== undefined && { severity }),
    ...(at !== undefined && { at }),
    message,
  };
}
