import type { Structure } from '../model/shape.ts';
import type { ErrorAnswer } from './protocol.ts';

/** An error with what the service's model knows of it: status, names of its code, members. */
export interface ResolvedError {
  readonly status: number;
  /** The shape's name: the code on the wire of JSON protocols. */
  readonly name: string;
  /** The code on the wire of query and XML protocols. */
  readonly queryCode: string;
  readonly fault: 'Sender' | 'Receiver';
  readonly message: string;
  /** Absent where the model has no such error; AWS answers plenty that its models do not list. */
  readonly shape: Structure | undefined;
  /** The error's members, the message under its own name among them. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly messageName: string;
}

export function resolveError({ service, error }: ErrorAnswer): ResolvedError {
  const shape = service?.error(error.code);
  const modelled = shape?.error;
  const status = error.status === DEFAULT_STATUS ? (modelled?.status ?? statusOfFault(modelled?.fault)) : error.status;
  const messageName = shape?.members.find(({ name }) => name.toLowerCase() === 'message')?.name ?? 'message';
  return {
    status,
    name: shape?.name ?? error.code,
    queryCode: modelled?.queryCode ?? shape?.name ?? error.code,
    fault: status >= 500 ? 'Receiver' : 'Sender',
    message: error.message,
    shape,
    members: { ...error.fields, [messageName]: error.message },
    messageName,
  };
}

/** What a handler that names no status gives; then the model's status counts. */
const DEFAULT_STATUS = 400;

function statusOfFault(fault: 'client' | 'server' | undefined): number {
  return fault === 'server' ? 500 : DEFAULT_STATUS;
}
