import { type Input, output, runtime } from '@pulumi/pulumi';
import { accountStackOf, type FoundStack, type StackSpec, stacksOf } from '../../src/system/index.ts';
import type { Environment, System } from '../../src/system/system.ts';
import { zonesOf } from '../../src/twin/services/ec2/zones.ts';
import { declare } from '../../stacks/program.ts';

/** A resource as the program asked for it. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly parent: string;
  /** URN and id of the provider. */
  readonly provider: string;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  /** Secret markers as they go over the wire. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface DeclaredStack {
  readonly spec: StackSpec;
  readonly resources: readonly Declared[];
  /** Names of the stacks that it referred to. */
  readonly references: readonly string[];
  readonly calls: readonly string[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface MockOptions {
  /** Nothing exists: ids and computed outputs are unknown, and so are the outputs of other stacks. */
  readonly nothingExists?: boolean;
  readonly unprotected?: readonly string[];
  readonly account?: string;
  /** Zones that the account does not have. */
  readonly withoutZone?: string;
}

/** Runs the program of every stack of an environment under Pulumi's own mocks, in the order of `up`. */
export async function declareSystem(
  system: System,
  environment: Environment,
  options: MockOptions = {},
): Promise<readonly DeclaredStack[]> {
  const stacks: DeclaredStack[] = [];
  const tenants = [{ system, environment }];
  for (const spec of [accountStackOf(system, environment), ...stacksOf(system, environment)]) {
    const outputsOf = (stack: string) => stacks.find((one) => one.spec.stack === stack)?.outputs;
    stacks.push(await declareStack({ system, environment, spec, tenants }, outputsOf, options));
  }
  return stacks;
}

export async function declareStack(
  found: FoundStack,
  outputsOf: (stack: string) => Readonly<Record<string, unknown>> | undefined,
  options: MockOptions = {},
): Promise<DeclaredStack> {
  const resources: Declared[] = [];
  const references: string[] = [];
  const calls: string[] = [];
  const preview = options.nothingExists === true;
  await runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        if (type === 'pulumi:pulumi:StackReference') {
          references.push(name);
          const outputs = preview ? UNKNOWN : outputsOf(name.replace('organization/evenkeel/', ''));
          return { id: id ?? name, state: { name, outputs, secretOutputNames: ['masterPassword'] } };
        }
        if (preview) return { id: undefined, state: { ...inputs, ...unknowns(type) } };
        return { id: `${name}-id`, state: { ...inputs, ...computed(type, name, inputs, found.spec.region) } };
      },
      call: ({ token, inputs }) => {
        calls.push(token);
        return answer(token, inputs, found, options);
      },
    },
    'evenkeel',
    found.spec.stack,
    preview,
  );
  record(resources);
  const declared = await declare(found, new Set(options.unprotected));
  await drained();
  const outputs = preview ? {} : await plain(declared);
  // the order of registrations differs from run to run
  resources.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { spec: found.spec, resources, references: references.sort(), calls: calls.sort(), outputs };
}

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Sees each registration as it goes to the engine: mocks are told neither parent nor options. */
function record(resources: Declared[]): void {
  const monitor = runtime.getMonitor() as unknown as {
    registerResource(request: Registration, callback: unknown): unknown;
  };
  const original = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    resources.push({
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      parent: request.getParent(),
      provider: request.getProvider(),
      protect: request.getProtect(),
      ignoreChanges: request.getIgnorechangesList(),
      inputs: request.getObject().toJavaScript(),
    });
    return original(request, callback);
  };
}

interface Registration {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getParent(): string;
  getProvider(): string;
  getProtect(): boolean;
  getIgnorechangesList(): string[];
  getObject(): { toJavaScript(): Record<string, unknown> };
}

function keyOf({ type, name }: Declared): string {
  return `${type} ${name}`;
}

/** Waits until the program has nothing more to say. */
async function drained(): Promise<void> {
  await runtime.disconnect();
}

function plain(outputs: object): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    output(outputs as Input<Record<string, unknown>>).apply((value) => {
      resolve(value as Record<string, unknown>);
    });
  });
}

function computed(type: string, name: string, inputs: Record<string, unknown>, home = ''): Record<string, unknown> {
  // without a region, but for the secret's, whose copies are told apart by it
  const region = type === 'aws:secretsmanager/secret:Secret' ? `:${home}` : '';
  const arn = `arn:mock:${type.split(':')[1]}${region}:${name}`;
  const byType: Readonly<Record<string, Record<string, unknown>>> = {
    'aws:route53/zone:Zone': { zoneId: 'Z1', nameServers: ['ns-1.example.net', 'ns-2.example.net'] },
    'aws:route53/record:Record': { fqdn: inputs['name'] },
    'aws:acm/certificate:Certificate': {
      domainValidationOptions: [
        {
          domainName: inputs['domainName'],
          resourceRecordName: `_proof.${inputs['domainName']}.`,
          resourceRecordType: 'CNAME',
          resourceRecordValue: '_value.acm-validations.aws.',
        },
      ],
    },
    'aws:lb/loadBalancer:LoadBalancer': { dnsName: `${inputs['name']}.elb.example.net`, zoneId: 'ZELB' },
    'aws:rds/cluster:Cluster': { endpoint: `${name}.endpoint`, readerEndpoint: `${name}.reader` },
    'aws:ec2/launchTemplate:LaunchTemplate': { latestVersion: 1 },
  };
  return { arn, ...byType[type] };
}

function unknowns(type: string): Record<string, unknown> {
  return Object.fromEntries(['id', ...Object.keys(computed(type, '', {}))].map((key) => [key, UNKNOWN]));
}

function answer(
  token: string,
  inputs: Record<string, unknown>,
  { environment, spec }: FoundStack,
  options: MockOptions,
): Record<string, unknown> {
  switch (token) {
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return { accountId: options.account ?? environment.account };
    case 'aws:index/getAvailabilityZones:getAvailabilityZones': {
      const names = zonesOf(spec.region).map((zone) => zone.name);
      return { names: names.filter((zone) => zone !== options.withoutZone) };
    }
    case 'aws:route53/getZone:getZone':
      return { zoneId: 'ZFOUND', nameServers: [`ns.of.${inputs['name']}`] };
    case 'aws:secretsmanager/getRandomPassword:getRandomPassword':
      return { randomPassword: PASSWORD };
    default:
      throw new Error(`the mocks have no answer to ${token}`);
  }
}

export const PASSWORD = 'xk2XunguessablePlantedPassword0000000000';
