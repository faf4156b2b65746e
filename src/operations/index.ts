import { EvenkeelError } from '../lib/errors.ts';
import table from './operations.json' with { type: 'json' };

/** What a repeated call does; see docs/adr/0005 and the table's own `meta.repeat`. */
export type RepeatClass = 'read' | 'token' | 'absolute' | 'refused' | 'marked' | 'once';
export type Plane = 'control' | 'data';
/** How a fact is known: documented by AWS, observed by a third party, read in the API model, or our estimate. */
export type Mark = 'documented' | 'observed' | 'model' | 'estimated';

/** One row of the operation table (source of every field: `operations.json`, which carries its own provenance). */
export interface Operation {
  /** `service.Operation`, e.g. `rds.FailoverGlobalCluster`. */
  readonly name: string;
  readonly service: string;
  readonly operation: string;
  readonly access: 'read' | 'write';
  readonly plane: Plane;
  /** `regional`, or the region whose control plane serves it whatever region it is called for. */
  readonly home: string;
  readonly iamActions: readonly string[];
  readonly repeat: RepeatClass;
  /** The member that makes a repeat the same request, for class `token`. */
  readonly token: string | null;
  readonly refusedWith: readonly { readonly code: string; readonly mark: string }[];
  /** `boundSeconds` is null where AWS says that describes may be stale, and not for how long. */
  readonly staleness: { readonly boundSeconds: number | null; readonly mark: string } | null;
  readonly throttle: { readonly burst: number | null; readonly refillPerSecond: number } | null;
}

const byName: ReadonlyMap<string, Operation> = new Map(
  (table.operations as unknown as Operation[]).map((row) => [row.name, row]),
);

/** The row of an operation. Throws where the table has none: a runbook may only call what is described there. */
export function operation(name: string): Operation {
  const row = byName.get(name);
  if (row) return row;
  throw new EvenkeelError({
    code: 'operation-unknown',
    message: `the operation table has no row for ${name}`,
    found: name,
    allowed: `the ${byName.size} operations of src/operations/operations.json`,
    next: 'add a row with its sources before a runbook calls it',
  });
}

export function operations(): readonly Operation[] {
  return [...byName.values()];
}

/**
 * The region that must be alive for a call to be answered: where the row says so, else by service (the control planes
 * of IAM and Route 53 are homed in us-east-1: operations.json, sources FIB-GLOBAL and R53-CONCEPTS).
 */
export function homeRegion(service: string, operationName: string, region: string): string {
  const row = byName.get(`${service}.${operationName}`);
  if (row) return row.home === 'regional' ? region : row.home;
  return service === 'iam' || service === 'route53' ? 'us-east-1' : region;
}

/** The plane of a call; operations without a row create, change or delete, which AWS defines as control plane. */
export function planeOf(service: string, operationName: string): Plane {
  return byName.get(`${service}.${operationName}`)?.plane ?? 'control';
}
