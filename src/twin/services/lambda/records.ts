import type { World } from '../../world.ts';
import type { Tags } from '../tag-list.ts';

/** A function's configuration (world table `lambda.function`, key = region/name). The twin does not run its code. */
export interface FunctionRecord {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
  readonly state: 'Pending' | 'Active';
  readonly lastUpdate: 'InProgress' | 'Successful';
  readonly role: string;
  readonly runtime?: string | undefined;
  readonly handler?: string | undefined;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly architectures: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** SHA-256 of what was uploaded, base64; its size in bytes. */
  readonly codeSha256: string;
  readonly codeSize: number;
  /** What the twin keeps and tells, without giving it an effect. */
  readonly kept: Readonly<Record<string, unknown>>;
  readonly statements: readonly Statement[];
  readonly revision: number;
  readonly tags: Tags;
  readonly modifiedMs: number;
}

/** One statement of a function's resource policy. */
export interface Statement {
  readonly sid: string;
  readonly action: string;
  /** A service such as `events.amazonaws.com`, an account or an ARN. */
  readonly principal: string;
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
}

export function functionTable(world: World) {
  return world.table<FunctionRecord>('lambda.function');
}

export function functionArn(region: string, account: string, name: string): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** The name in a name, an ARN or a partial ARN (`account:function:name`). */
export function functionName(nameOrArn: string | undefined): string {
  return (nameOrArn ?? '').replace(/^.*function:/, '');
}

/** Whether a service may invoke a function for a source, such as EventBridge for one rule. */
export function mayInvoke(record: FunctionRecord, principal: string, sourceArn: string): boolean {
  return record.statements.some(
    (statement) =>
      statement.principal === principal &&
      ['lambda:InvokeFunction', 'lambda:*'].includes(statement.action) &&
      (statement.sourceArn === undefined || statement.sourceArn === sourceArn),
  );
}
