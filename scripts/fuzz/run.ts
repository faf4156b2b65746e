import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import type { Request } from '../../src/twin/dispatch.ts';
import { assembleTwin, type Twin } from '../../src/twin/twin.ts';
import { createWire, type Listener, listen, type WireRequest } from '../../src/twin/wire/index.ts';
import { serviceModel } from '../../src/twin/wire/model/load.ts';
import { type Change, World } from '../../src/twin/world.ts';
import { type Answer, wrongWith } from './answer.ts';
import type { Corpus } from './corpus.ts';
import { changedInput, randomInput } from './inputs.ts';
import { brokenInvariants } from './invariants.ts';
import { Pool } from './pool.ts';
import { Random } from './random.ts';
import { brokenRequest, rawBytes } from './requests.ts';
import { asCbor, serialise } from './serialise.ts';

export interface FuzzResult {
  /** How many answers had each status; 0 stands for bytes that were no request and got what HTTP says, or nothing. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Operations that were answered with success at least once. */
  readonly succeeded: ReadonlySet<string>;
  readonly problems: readonly string[];
}

/** Requests between two looks at the world. */
const LOOK_EVERY = 2_500;
const POOL_EVERY = 250;

/**
 * Sends requests to a server of a fresh copy of the corpus's world, one after the other on a kept connection, and looks at every
 * answer; at the world in between, and at the end, when time has passed as well. The same seed sends the same requests.
 */
export async function fuzz(corpus: Corpus, requests: number, seed: number): Promise<FuzzResult> {
  const run = await FuzzRun.begin(corpus, seed);
  try {
    for (let n = 0; n < requests && run.problems.length < 20; n++) await run.step(n);
    run.look('at the end');
    run.passHours(8);
    run.look('eight hours later');
  } finally {
    await run.end();
  }
  return { statuses: run.statuses, succeeded: run.succeeded, problems: run.problems };
}

class FuzzRun {
  readonly problems: string[] = [];
  readonly statuses: Record<string, number> = {};
  readonly succeeded = new Set<string>();
  readonly #corpus: Corpus;
  readonly #random: Random;
  readonly #twin: Twin;
  readonly #shadow: World;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #listener: Listener;
  readonly #bugs: unknown[];
  #pool: Pool;
  #last: WireRequest | undefined;

  static async begin(corpus: Corpus, seed: number): Promise<FuzzRun> {
    const world = copyOf(corpus);
    const twin = assembleTwin(world);
    const shadow = copyOf(corpus);
    // every committed transaction, as a store would write it
    world.onCommit = (changes) => replay(shadow, world, changes);
    const bugs: unknown[] = [];
    const listener = await listen(createWire(twin.dispatcher), { port: 0, onBug: (bug) => bugs.push(bug) });
    return new FuzzRun(corpus, seed, { twin, shadow, listener, bugs });
  }

  private constructor(
    corpus: Corpus,
    seed: number,
    parts: { twin: Twin; shadow: World; listener: Listener; bugs: unknown[] },
  ) {
    this.#corpus = corpus;
    this.#random = new Random(seed);
    this.#twin = parts.twin;
    this.#shadow = parts.shadow;
    this.#listener = parts.listener;
    this.#bugs = parts.bugs;
    this.#pool = new Pool(parts.twin.world);
  }

  async step(n: number): Promise<void> {
    const random = this.#random;
    if (n % POOL_EVERY === 0) {
      this.#pool = new Pool(this.#twin.world);
      this.#pass(random.below(900_000));
    }
    if (n > 0 && n % LOOK_EVERY === 0) this.look(`after ${n} requests`);
    if (random.chance(0.01)) return this.#sendRaw(rawBytes(random));
    const call = this.#call();
    const request = await serialise(call);
    if (!request) return this.#count('refused by the SDK');
    const cbor = random.chance(0.3) ? asCbor(request) : undefined;
    const whole = cbor ?? request;
    const sent = random.chance(0.4) ? brokenRequest(whole, this.#last ?? whole, random) : whole;
    this.#last = whole;
    // Node breaks the connection at a head of 16 KiB; so does AWS, at one of its own
    if (headLength(sent) > MAX_HEAD) return this.#count('a head too long for HTTP');
    const answer = await this.#send(sent).catch((error: unknown) =>
      this.#report(n, call, `no answer: ${error}`, undefined),
    );
    if (!answer) return;
    this.#count(String(answer.status));
    if (sent === whole && answer.status < 300) this.succeeded.add(`${call.service}.${call.operation}`);
    const wrong = wrongWith(answer, sent.method);
    const bug = this.#bugs.pop();
    if (bug !== undefined || wrong) this.#report(n, call, wrong, bug);
  }

  /** A valid request of the corpus with some of it changed, or one of any modelled operation. */
  #call(): Request {
    const random = this.#random;
    if (random.chance(0.5)) {
      const call = random.pick(this.#corpus.requests);
      const shape = serviceModel(call.service).operations.get(call.operation)?.input;
      if (shape) return { ...call, input: changedInput(shape, call.input, random, this.#pool) };
    }
    const service = random.pick(SERVICES_OF_WORLD);
    const operation = random.pick([...serviceModel(service).operations.values()]);
    const region = random.pick(['us-east-1', 'us-east-1', 'us-west-2', 'eu-west-1']);
    return { service, operation: operation.name, region, input: randomInput(operation.input, random, this.#pool) };
  }

  /** Asks again where the server had closed the kept connection meanwhile; any other failure is a problem. */
  async #send(request: WireRequest): Promise<Answer> {
    try {
      return await this.#sendOnce(request);
    } catch (error) {
      if (!(error as { reused?: boolean }).reused) throw error;
      return this.#sendOnce(request);
    }
  }

  #sendOnce({ method, path, query, headers, body }: WireRequest): Promise<Answer> {
    const url = query.size > 0 ? `${path}?${query}` : path;
    const bytes = Buffer.from(body);
    return new Promise((done, fail) => {
      const {
        'content-length': _length,
        'transfer-encoding': _encoding,
        expect: _expect,
        host: _host,
        ...rest
      } = headers;
      const outgoing = httpRequest(
        { agent: this.#agent, host: '127.0.0.1', port: this.#listener.port, method, path: url },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () =>
            done({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers as Record<string, string>,
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      for (const [name, value] of Object.entries(rest)) outgoing.setHeader(name, value.replace(/[^\t\x20-\x7e]/g, '?'));
      outgoing.setHeader('content-length', bytes.length);
      outgoing.on('error', (error) => fail(Object.assign(error, { reused: outgoing.reusedSocket })));
      outgoing.end(bytes);
    });
  }

  /** What is no request need not be answered; the connection ends. */
  #sendRaw(text: string): Promise<void> {
    this.#count('bytes that are no request');
    return new Promise((done) => {
      const socket = connect(this.#listener.port, '127.0.0.1', () => socket.end(text, 'latin1'));
      socket.on('error', () => undefined).on('close', () => done());
      socket.resume();
    });
  }

  look(when: string): void {
    const { world } = this.#twin;
    this.problems.push(...brokenInvariants(world).map((problem) => `${when}: ${problem}`));
    if (!isDeepStrictEqual(tablesOf(this.#shadow), tablesOf(world))) {
      this.problems.push(`${when}: the committed transactions, replayed, do not give this world`);
    }
  }

  passHours(hours: number): void {
    for (let hour = 0; hour < hours; hour++) this.#pass(3_600_000);
  }

  async end(): Promise<void> {
    this.#agent.destroy();
    await this.#listener.close();
  }

  #pass(ms: number): void {
    const { world } = this.#twin;
    try {
      world.advanceTo(world.nowMs + ms);
    } catch (error) {
      this.problems.push(`time cannot pass: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }

  #count(status: string): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }

  #report(n: number, { service, operation, input }: Request, wrong: string | undefined, bug: unknown): void {
    const told = bug instanceof Error ? bug.stack : (bug ?? '');
    this.problems.push(
      `request ${n}, ${service}.${operation} ${JSON.stringify(input).slice(0, 600)}: ${wrong ?? ''} ${told}`,
    );
  }
}

const SERVICES_OF_WORLD = [
  ...([
    'acm',
    'autoscaling',
    'backup',
    'cloudwatch',
    'dynamodb',
    'ec2',
    'ec2',
    'ec2',
    'elbv2',
    'elbv2',
    'events',
    'iam',
  ] as const),
  ...(['kms', 'lambda', 'rds', 'rds', 'route53', 'secretsmanager', 'sts'] as const),
];

const MAX_HEAD = 12_000;

function headLength({ path, query, headers }: WireRequest): number {
  return path.length + String(query).length + JSON.stringify(headers).length;
}

function copyOf({ snapshot }: Corpus): World {
  const world = new World(snapshot);
  world.load(snapshot);
  return world;
}

function replay(shadow: World, world: World, changes: readonly Change[]): void {
  const kept = JSON.parse(JSON.stringify(changes)) as Change[];
  shadow.load({ nowMs: world.nowMs, eventCount: world.eventCount, records: kept });
}

function tablesOf(world: World): unknown {
  return JSON.parse(JSON.stringify(world.dump().records));
}
