/** Types of `index.mjs`, for the tests that run it. */
export interface FeederSettings {
  readonly region: string;
  readonly table: string;
  readonly site: string;
  readonly namespace: string;
  readonly serviceUrl: string;
  readonly cluster: string;
  readonly peers: readonly { readonly site: string; readonly region: string }[];
}
interface Client {
  /** Takes the SDK's commands. */
  send(command: object): Promise<unknown>;
}
export interface FeederClients {
  readonly dynamodb: Client;
  cloudwatch(region: string): Client;
  probe(url: string): Promise<boolean>;
}
export interface FeederClock {
  nowMs(): number;
  sleep(ms: number): Promise<unknown>;
}
export function handler(event: { readonly time?: string }): Promise<void>;
export function clockFrom(event: { readonly time?: string }): FeederClock;
export function sampleForAMinute(settings: FeederSettings, clients: FeederClients, clock: FeederClock): Promise<Error[]>;
export function sample(settings: FeederSettings, clients: FeederClients, nowMs: number): Promise<Error[]>;
export function probe(url: string, fetchUrl?: (url: string, options: object) => Promise<Response>): Promise<boolean>;
export function settingsOf(environment: Readonly<Record<string, string | undefined>>): FeederSettings;
