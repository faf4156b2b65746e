import { createHash } from 'node:crypto';
import { canonicalJson } from '../lib/canonical.ts';
import { homeRegion, planeOf } from '../operations/index.ts';
import { AwsError, EndpointUnreachable } from './aws-error.ts';
import type { AnyHandlers, Call, ServiceName } from './call.ts';
import { isRegionUp, wrongWithCall } from './physics/faults.ts';
import type { World } from './world.ts';

/** A request in no protocol: what the wire decodes to, and what adapters and the in-process client send. */
export interface Request {
  readonly service: ServiceName;
  readonly operation: string;
  /** The region it was signed for. */
  readonly region: string;
  readonly accessKeyId?: string | undefined;
  readonly input: object;
}

/** What happened to a request, for counters and for the proof that nothing of a lost region was needed. */
export interface CallRecord {
  readonly atMs: number;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly plane: 'control' | 'data';
  readonly accessKeyId: string | undefined;
  /** `unreachable`: its region, or the home of its control plane, was lost or blocked. */
  readonly outcome: 'answered' | 'refused' | 'unreachable';
  readonly code?: string | undefined;
}

/**
 * The one way into the world: finds the handler, runs it as one transaction, and keeps count. Synchronous: when it
 * returns, the effect is committed (and, on a persistent twin, written down).
 */
export class Dispatcher {
  readonly world: World;
  readonly #services: Readonly<Partial<Record<ServiceName, AnyHandlers>>>;
  readonly #listeners: ((record: CallRecord) => void)[] = [];
  /** Regions whose endpoints, and control planes homed there, are blocked on purpose (a proof, not a fault). */
  readonly blocked = new Set<string>();

  constructor(world: World, services: Readonly<Partial<Record<ServiceName, AnyHandlers>>>) {
    this.world = world;
    this.#services = services;
  }

  onCall(listener: (record: CallRecord) => void): void {
    this.#listeners.push(listener);
  }

  /** The operations that a service models, sorted. */
  modelled(service: ServiceName): string[] {
    return Object.keys(this.#services[service] ?? {}).sort();
  }

  /** Throws `AwsError` (AWS refuses, or the twin does not model it) or `EndpointUnreachable`. */
  dispatch(request: Request): object {
    const { service, operation, region } = request;
    const plane = planeOf(service, operation);
    const base = { atMs: this.world.nowMs, service, operation, region, plane, accessKeyId: request.accessKeyId };
    for (const needed of new Set([region, homeRegion(service, operation, region)])) {
      if (this.blocked.has(needed) || !isRegionUp(this.world, needed)) {
        this.#tell({ ...base, outcome: 'unreachable' });
        throw new EndpointUnreachable(needed, `${service}.${operation}`);
      }
    }
    try {
      const answer = this.world.transact(() => this.#attempt(request));
      if (answer instanceof AwsError) throw answer;
      this.#tell({ ...base, outcome: 'answered' });
      return answer;
    } catch (error) {
      if (error instanceof AwsError) this.#tell({ ...base, outcome: 'refused', code: error.code });
      throw error;
    }
  }

  /** An error after the effect is a value here, so that the transaction is committed before it is thrown. */
  #attempt(request: Request): object {
    try {
      return this.#handle(request);
    } catch (error) {
      if (error instanceof AwsError && error.afterEffect) return error;
      throw error;
    }
  }

  #handle(request: Request): object {
    const handler = this.#services[request.service]?.[request.operation];
    if (!handler) {
      const modelled = this.modelled(request.service);
      throw new AwsError(
        'NotImplemented',
        `the twin does not model ${request.service}.${request.operation}; of this service it models ${modelled.join(', ') || 'nothing'}`,
        { status: 501 },
      );
    }
    const answer = () => (handler(request.input as never, this.#callOf(request)) ?? {}) as object;
    const wrong = wrongWithCall(this.world, request.region, `${request.service}.${request.operation}`);
    switch (wrong?.kind) {
      case 'call-refused':
        throw new AwsError(wrong.code, `${request.operation} is refused for now`);
      case 'call-without-effect':
        return this.#withoutEffect(answer);
      default:
        return answer();
    }
  }

  /** The answer of a call whose effect is taken back; what would be refused is refused. */
  #withoutEffect(answer: () => object): object {
    const undone = new Error('the effect of a call is taken back');
    let answered: object = {};
    try {
      this.world.transact(() => {
        answered = answer();
        throw undone;
      });
    } catch (error) {
      if (error !== undone) throw error;
    }
    return answered;
  }

  #callOf(request: Request): Call {
    const { world } = this;
    const identity = createHash('sha256')
      .update(
        canonicalJson([
          world.seed,
          world.account,
          request.region,
          request.service,
          request.operation,
          withoutSecrets(request.input),
        ]),
      )
      .digest('hex');
    const counts = world.table<number>('world.request-count');
    const before = counts.get(identity) ?? 0;
    const digest = (label: string) => createHash('sha256').update(`${identity}/${before}/${label}`).digest('hex');
    const uuid = digest('request');
    return {
      world,
      service: request.service,
      operation: request.operation,
      region: request.region,
      account: world.account,
      accessKeyId: request.accessKeyId,
      requestId: `${uuid.slice(0, 8)}-${uuid.slice(8, 12)}-4${uuid.slice(13, 16)}-8${uuid.slice(17, 20)}-${uuid.slice(20, 32)}`,
      newId: (prefix, length, label = '') => {
        counts.put(identity, before + 1);
        return prefix + digest(`id:${label}`).slice(0, length);
      },
    };
  }

  #tell(record: CallRecord): void {
    for (const listener of this.#listeners) listener(record);
  }
}

/** Members that carry secrets never enter an id, not even hashed. */
const SECRET_MEMBERS = new Set(['MasterUserPassword', 'SecretString', 'SecretBinary', 'Password']);

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, SECRET_MEMBERS.has(key) ? '' : withoutSecrets(item)]),
  );
}
