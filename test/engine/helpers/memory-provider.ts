import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { hasUnknown, type PropertyMap, type PropertyValue, reveal, UNKNOWN } from '../../../src/lib/property.ts';
import type {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResult,
  InvokeRequest,
  Provider,
  ReadRequest,
  UpdateRequest,
} from '../../../src/lib/provider.ts';

export interface MemoryResource {
  readonly type: string;
  readonly region: string;
  inputs: Record<string, PropertyValue | undefined>;
  /** Outputs that are no inputs. */
  computed: Record<string, PropertyValue>;
}

/** A change of these replaces. */
const REPLACES: Readonly<Record<string, readonly string[]>> = {
  'aws:ec2/vpc:Vpc': ['cidrBlock'],
  'aws:ec2/subnet:Subnet': ['vpcId', 'cidrBlock'],
  'aws:rds/cluster:Cluster': ['engine', 'dbSubnetGroupName'],
  'aws:rds/subnetGroup:SubnetGroup': ['name'],
};

/**
 * A provider whose world is a map: it takes any type, keeps the inputs and computes an `arn`. It has no rules of AWS:
 * a few properties replace, and a subnet needs its VPC's id. Ids count the creations of a URN.
 */
export class MemoryProvider implements Provider {
  readonly world = new Map<string, MemoryResource>();
  /** Every call that came, as `operation name`. */
  readonly calls: string[] = [];
  /** Runs before an operation takes effect; a throw makes it fail. */
  before: (operation: string, name: string) => void | Promise<void> = () => undefined;
  /** The most operations that were under way at the same time. */
  busiest = 0;
  #busy = 0;
  readonly #made = new Map<string, number>();

  async check({ type, news, olds, urn }: CheckRequest) {
    const inputs: Record<string, PropertyValue | undefined> = { ...news };
    if (type === 'aws:cloudwatch/logGroup:LogGroup' && inputs['name'] === undefined) {
      inputs['name'] = olds?.['name'] ?? `auto-${digest(`${urn}${this.#made.get(urn) ?? 0}`)}`;
    }
    const missing = type === 'aws:ec2/subnet:Subnet' && (inputs['cidrBlock'] === '' || inputs['vpcId'] === undefined);
    return { inputs, failures: missing ? [{ property: 'cidrBlock', reason: 'must not be empty' }] : [] };
  }

  async diff({ type, oldInputs, newInputs }: DiffRequest): Promise<DiffResult> {
    const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)])].sort();
    const changed = keys.filter((key) => !isDeepStrictEqual(plain(oldInputs[key]), plain(newInputs[key])));
    const replaces = changed.filter((key) => REPLACES[type]?.includes(key));
    const kindOf = (key: string) => (replaces.includes(key) ? ('update-replace' as const) : ('update' as const));
    return {
      changes: changed.length > 0 ? 'some' : 'none',
      detailed: Object.fromEntries(changed.map((key) => [key, { kind: kindOf(key) }])),
      replaces,
      deleteBeforeReplace: type === 'aws:rds/subnetGroup:SubnetGroup' || type === 'aws:rds/cluster:Cluster',
    };
  }

  async create({ type, name, urn, config, inputs, preview }: CreateRequest) {
    if (preview) return { id: '', outputs: { ...inputs, arn: UNKNOWN } };
    return this.#act('create', name, () => {
      let count = (this.#made.get(urn) ?? 0) + 1;
      while (this.world.has(`${name}-${count}`)) count++;
      this.#made.set(urn, count);
      const id = `${name}-${count}`;
      const region = String(reveal(config['region']) ?? 'none');
      const arn = `arn:aws:test:${region}:000000000000:${id}`;
      const resource = { type, region, inputs: reveal(inputs) as Record<string, PropertyValue>, computed: { arn } };
      this.world.set(id, resource);
      return { id, outputs: outputsOf(resource) };
    });
  }

  async read({ id, name }: ReadRequest) {
    return this.#act('read', name, () => {
      const resource = this.world.get(id);
      return resource === undefined ? undefined : { id, inputs: resource.inputs, outputs: outputsOf(resource) };
    });
  }

  async update({ id, name, newInputs, oldOutputs, preview }: UpdateRequest) {
    if (preview) return { outputs: { ...oldOutputs, ...newInputs } };
    return this.#act('update', name, () => {
      const resource = this.world.get(id);
      if (resource === undefined) throw new Error(`${id} is gone`);
      resource.inputs = reveal(newInputs) as Record<string, PropertyValue>;
      return { outputs: outputsOf(resource) };
    });
  }

  async delete({ id, name }: DeleteRequest) {
    await this.#act('delete', name, () => void this.world.delete(id));
  }

  async invoke({ token, args, config }: InvokeRequest) {
    this.calls.push(`invoke ${token.split(':').at(-1)}`);
    if (token.endsWith('getAvailabilityZones')) {
      const region = String(reveal(config['region']));
      const names = ['a', 'b', 'c'].map((zone) => region + zone);
      return { result: { id: region, names, zoneIds: [], state: args['state'] ?? 'available' }, failures: [] };
    }
    if (token.endsWith('getRandomPassword')) return { result: { randomPassword: PLANTED, id: 'x' }, failures: [] };
    throw new Error(`no data source ${token}`);
  }

  async #act<T>(operation: string, name: string, effect: () => T): Promise<T> {
    this.calls.push(`${operation} ${name}`);
    this.busiest = Math.max(this.busiest, ++this.#busy);
    try {
      // lets others come in while this one is under way
      await new Promise((resolve) => setImmediate(resolve));
      await this.before(operation, name);
      return effect();
    } finally {
      this.#busy--;
    }
  }
}

/** A secret that no file, message or event may show. */
export const PLANTED = 'Planted/Secret+42="quoted"';

function outputsOf(resource: MemoryResource): PropertyMap {
  return { ...resource.inputs, ...resource.computed };
}

function plain(value: PropertyValue | undefined): unknown {
  return hasUnknown(value) ? { unknown: true } : JSON.parse(JSON.stringify(reveal(value) ?? null));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 7);
}
