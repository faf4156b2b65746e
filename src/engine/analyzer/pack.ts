import type {
  AnalyzeDiagnostic,
  AnalyzeResponse,
  AnalyzerInfo,
  RemediateResponse,
  Remediation,
} from '@pulumi/pulumi/proto/analyzer_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import type { PropertyMap } from '../../lib/property.ts';
import { structOf } from '../../lib/struct.ts';
import type { PackManifest } from './manifest.ts';
import { type PackConfig, type PolicyConfig, reconcile } from './pack-config.ts';
import { infoOf, type PackInfo, type PolicyInfo, wireLevel } from './pack-info.ts';
import { type PackProcess, type PackStack, reasonOf, startPack } from './pack-process.ts';
import { type AnalyzerClient, call, emptyRequest, protocol } from './protocol.ts';
import { analyzeRequest, type StackSubject, type Subject, stackRequest } from './subject.ts';

/** What a pack answers: what its policies say, and which of them failed. */
export interface PackAnswer<T> {
  readonly answers: readonly T[];
  readonly failures: readonly { readonly policy: string; readonly message: string }[];
}

/** A pack that serves. */
export interface Pack {
  /** `NAME@VERSION` */
  readonly title: string;
  readonly info: PackInfo;
  readonly config: ReadonlyMap<string, PolicyConfig>;
  remediate(subject: Subject): Promise<PackAnswer<Remediation>>;
  analyze(subject: Subject): Promise<PackAnswer<AnalyzeDiagnostic>>;
  analyzeStack(subjects: readonly StackSubject[]): Promise<PackAnswer<AnalyzeDiagnostic>>;
  close(): void;
}

/** Starts a pack and configures it. Throws where it does not serve, or its configuration is refused. */
export async function openPack(
  manifest: PackManifest,
  given: PackConfig,
  stack: PackStack,
  onLine: (line: string) => void,
): Promise<Pack> {
  const start = () => startPack(manifest, stack, onLine);
  const first = await start();
  try {
    await configureStack(first.client, stack);
    const info = infoOf(await call<AnalyzerInfo>((answer) => first.client.getAnalyzerInfo(emptyRequest(), answer)));
    const title = `${info.name}@${manifest.version ?? info.version}`;
    const config = reconcile(title, info.policies, info.initialConfig, given);
    return new ServedPack(title, info, config, first, async () => {
      const next = await start();
      await configureStack(next.client, stack);
      return next;
    });
  } catch (error) {
    first.kill();
    throw error;
  }
}

/** Old SDKs know no stack configuration, which the CLI lets pass as well. */
async function configureStack(client: AnalyzerClient, stack: PackStack): Promise<void> {
  const request = new protocol.AnalyzerStackConfigureRequest()
    .setStack(stack.stack)
    .setProject(stack.project)
    .setOrganization('organization')
    .setDryRun(stack.preview)
    .setConfigSecretKeysList([...stack.secretConfigKeys]);
  for (const [key, value] of Object.entries(stack.config)) request.getConfigMap().set(key, value);
  await call((answer) => client.configureStack(request, answer)).catch((error: { code?: number }) => {
    if (error.code !== UNIMPLEMENTED) throw error;
  });
}

const UNIMPLEMENTED = 12;

/** How often a pack is started again in one run after a policy has ended its process. */
const RESTARTS = 10;

/**
 * One policy that throws fails the SDK's whole answer, the other policies' violations with it. So a failed question is asked
 * again of each half of the policies, until the one that fails is alone: it is told, and the others keep their say. A policy that
 * ends the process is not asked again in this run. Questions are asked one after the other: which policies are on is a state of
 * the process.
 */
class ServedPack implements Pack {
  readonly title: string;
  readonly info: PackInfo;
  readonly config: ReadonlyMap<string, PolicyConfig>;
  readonly #restart: () => Promise<PackProcess>;
  #process: PackProcess;
  #restarts = 0;
  #enabled: string | undefined;
  #deadly = new Map<string, string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    title: string,
    info: PackInfo,
    config: ReadonlyMap<string, PolicyConfig>,
    first: PackProcess,
    restart: () => Promise<PackProcess>,
  ) {
    this.title = title;
    this.info = info;
    this.config = config;
    this.#process = first;
    this.#restart = restart;
  }

  remediate(subject: Subject): Promise<PackAnswer<Remediation>> {
    const policies = this.#policies('stack').filter(({ name }) => this.config.get(name)?.level === 'remediate');
    return this.#inTurn(policies, async (client) =>
      (
        await call<RemediateResponse>((answer) => client.remediate(analyzeRequest(subject), answer))
      ).getRemediationsList(),
    );
  }

  analyze(subject: Subject): Promise<PackAnswer<AnalyzeDiagnostic>> {
    return this.#inTurn(this.#policies('stack'), async (client) =>
      (await call<AnalyzeResponse>((answer) => client.analyze(analyzeRequest(subject), answer))).getDiagnosticsList(),
    );
  }

  analyzeStack(subjects: readonly StackSubject[]): Promise<PackAnswer<AnalyzeDiagnostic>> {
    return this.#inTurn(this.#policies('resource'), async (client) =>
      (
        await call<AnalyzeResponse>((answer) => client.analyzeStack(stackRequest(subjects), answer))
      ).getDiagnosticsList(),
    );
  }

  close(): void {
    this.#process.kill();
  }

  /** The policies that are on and are not of this kind. */
  #policies(but: PolicyInfo['kind']): PolicyInfo[] {
    return this.info.policies.filter(
      ({ name, kind }) => kind !== but && this.config.get(name)?.level !== 'disabled' && !this.#deadly.has(name),
    );
  }

  #inTurn<T>(
    policies: readonly PolicyInfo[],
    ask: (client: AnalyzerClient) => Promise<readonly T[]>,
  ): Promise<PackAnswer<T>> {
    if (policies.length === 0) return Promise.resolve({ answers: [], failures: [] });
    const names = policies.map(({ name }) => name);
    const turn = this.#last.then(() => this.#ask(names, ask));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #ask<T>(
    names: readonly string[],
    ask: (client: AnalyzerClient) => Promise<readonly T[]>,
  ): Promise<PackAnswer<T>> {
    const asked = names.filter((name) => !this.#deadly.has(name));
    if (asked.length === 0) return { answers: [], failures: [] };
    await this.#enable(asked);
    try {
      return { answers: await ask(this.#process.client), failures: [] };
    } catch (error) {
      const message = await reasonOf(error, this.#process);
      const [only, another] = asked;
      if (only !== undefined && another === undefined) {
        if (this.#process.died() !== undefined) this.#deadly.set(only, message);
        return { answers: [], failures: [{ policy: only, message }] };
      }
      const half = Math.ceil(asked.length / 2);
      const left = await this.#ask(asked.slice(0, half), ask);
      const right = await this.#ask(asked.slice(half), ask);
      return { answers: [...left.answers, ...right.answers], failures: [...left.failures, ...right.failures] };
    }
  }

  /** Has the process ask these policies and no others. */
  async #enable(names: readonly string[]): Promise<void> {
    const died = this.#process.died();
    if (died !== undefined) {
      if (this.#restarts++ === RESTARTS) throw new Error(`${died}; it was started again ${RESTARTS} times`);
      this.#process = await this.#restart();
      this.#enabled = undefined;
    }
    const key = JSON.stringify(names);
    if (this.#enabled === key) return;
    const request = new protocol.ConfigureAnalyzerRequest();
    for (const [name, { level, properties }] of this.config) {
      const config = new protocol.PolicyConfig().setProperties(structOf(properties));
      const here = names.includes(name) ? level : 'disabled';
      request.getPolicyconfigMap().set(name, config.setEnforcementlevel(wireLevel(here) as 0));
    }
    const { client } = this.#process;
    await call((answer) => client.configure(request, answer));
    this.#enabled = key;
  }
}

/** The properties that a remediation gives a resource; `undefined` where it only warns. */
export function remediated(remediation: Remediation): PropertyMap | undefined {
  const properties = remediation.getProperties();
  return properties instanceof struct.Struct ? (properties.toJavaScript() as PropertyMap) : undefined;
}
