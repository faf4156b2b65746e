import { AwsError } from '../../aws-error.ts';
import type { Table } from '../../world.ts';
import { inRegion } from './records.ts';

/** A record that must exist, or EC2's `Invalid….NotFound`. */
export function existing<T>(table: Table<T>, region: string, id: string | undefined, code: string): T {
  if (id === undefined) throw missing(code);
  const record = table.get(inRegion(region, id));
  if (!record) throw new AwsError(code, `there is no ${id} in ${region}`);
  return record;
}

/** A required member was not sent. */
export function missing(member: string): AwsError {
  return new AwsError('MissingParameter', `${member} must be sent`);
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

/** Something still hangs on what was to be deleted. `what` names it. */
export function dependency(row: string, id: string, what: string): AwsError {
  return new AwsError('DependencyViolation', `${id} cannot be deleted: ${what}`, { row });
}
