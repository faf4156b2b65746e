/**
 * What AWS answers when it refuses: thrown by handlers, written to the wire in the protocol's own shape. `code` is
 * AWS's own; the row of the refusals table that it comes from is named in `row`, so that the tests can count rows.
 */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  readonly row: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
  /** True where AWS answers the error although the request took effect, wholly or in part: the effect stays. */
  readonly afterEffect: boolean;

  constructor(
    code: string,
    message: string,
    options: { status?: number; row?: string; fields?: Record<string, unknown>; afterEffect?: boolean } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.row = options.row;
    this.fields = options.fields ?? {};
    this.afterEffect = options.afterEffect ?? false;
  }
}

/**
 * A call that never got an answer: its region's endpoints, or those of the region that its control plane is homed in,
 * cannot be reached. Clients see a broken connection, not an AWS error.
 */
export class EndpointUnreachable extends Error {
  override readonly name = 'EndpointUnreachable';
  readonly region: string;
  constructor(region: string, operation: string) {
    super(`${operation}: the endpoints of ${region} cannot be reached`);
    this.region = region;
  }
}

/** The twin was asked for something that it does not model. Never answered with a guess. */
export function notModelled(what: string): AwsError {
  return new AwsError('NotImplemented', `the twin does not model ${what}`, { status: 501 });
}
