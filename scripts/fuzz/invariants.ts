import { inspect, isDeepStrictEqual } from 'node:util';
import type { World } from '../../src/twin/world.ts';

/** What is not as it must be in a world, in words; empty where the world is consistent. */
export function brokenInvariants(world: World): string[] {
  return [...halfWritten(world), ...dangling(world), ...unkept(world)];
}

/** A record is a JSON value that says where it lies: nothing that a store would lose, and the region of its own key. */
function halfWritten(world: World): string[] {
  const problems: string[] = [];
  for (const table of world.tableNames()) {
    for (const [key, record] of world.table<unknown>(table).entries()) {
      const kept = JSON.parse(JSON.stringify(record)) as unknown;
      if (!isDeepStrictEqual(kept, withoutUndefined(record)))
        problems.push(`${table} ${key} is not a JSON value: ${inspect(record, { depth: 9, breakLength: Infinity })}`);
      const region = (record as { region?: unknown } | null)?.region;
      if (typeof region === 'string' && KEYED_BY_REGION.test(table) && !key.startsWith(`${region}/`)) {
        problems.push(`${table} ${key} says that it is in ${region}`);
      }
    }
  }
  return problems;
}

const KEYED_BY_REGION =
  /^(acm|autoscaling|backup|dynamodb|ec2|elbv2|events|lambda|rds\.(cluster|instance|subnet-group))/;

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, withoutUndefined(item)]])),
  );
}

/** The fields that the rows below read; a record has those of its own table. */
interface Fields {
  readonly id: string;
  readonly region: string;
  readonly vpcId: string;
  readonly subnetId?: string;
  readonly routeTableId: string;
  readonly routeTableAssociationId?: string;
  readonly associationIds: readonly string[];
  readonly mainRouteTableId: string;
  readonly defaultSecurityGroupId: string;
  readonly defaultNetworkAclId: string;
  readonly groupIds: readonly string[];
  readonly interfaceId?: string;
  readonly interfaceIds: readonly string[];
  readonly state: string;
  readonly templateId: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
  readonly instances: readonly { readonly id: string }[];
  readonly clusterId: string;
  readonly subnetGroup: string;
  readonly members: readonly { readonly clusterArn: string }[];
  readonly globalClusterId?: string;
  readonly zoneId: string;
  readonly rule: string;
  readonly planId: string;
  readonly vault: string;
  readonly role?: string;
}
interface Row {
  readonly from: string;
  readonly to: string;
  keys(record: Fields, key: string): readonly (string | undefined)[];
}

/**
 * What may not point into nothing, since AWS refuses to delete it while it is pointed at, or deletes both. What AWS lets dangle
 * (a key of a database, the template of a group, the function of a rule) is not in the list.
 */
const REFERENCES: readonly Row[] = [
  { from: 'ec2.subnet', to: 'ec2.vpc', keys: (r) => [at(r, r.vpcId)] },
  { from: 'ec2.route-table', to: 'ec2.vpc', keys: (r) => [at(r, r.vpcId)] },
  {
    from: 'ec2.route-table',
    to: 'ec2.route-table-association',
    keys: (r) => r.associationIds.map((id) => at(r, id)),
  },
  { from: 'ec2.route-table-association', to: 'ec2.route-table', keys: (r) => [at(r, r.routeTableId)] },
  { from: 'ec2.route-table-association', to: 'ec2.subnet', keys: (r) => [at(r, r.subnetId)] },
  {
    from: 'ec2.subnet',
    to: 'ec2.route-table-association',
    keys: (r) => [at(r, r.routeTableAssociationId)],
  },
  { from: 'ec2.security-group', to: 'ec2.vpc', keys: (r) => [at(r, r.vpcId)] },
  { from: 'ec2.network-acl', to: 'ec2.vpc', keys: (r) => [at(r, r.vpcId)] },
  { from: 'ec2.internet-gateway', to: 'ec2.vpc', keys: (r) => [at(r, r.vpcId)] },
  { from: 'ec2.vpc', to: 'ec2.route-table', keys: (r) => [at(r, r.mainRouteTableId)] },
  { from: 'ec2.vpc', to: 'ec2.security-group', keys: (r) => [at(r, r.defaultSecurityGroupId)] },
  { from: 'ec2.vpc', to: 'ec2.network-acl', keys: (r) => [at(r, r.defaultNetworkAclId)] },
  { from: 'ec2.network-interface', to: 'ec2.subnet', keys: (r) => [at(r, r.subnetId)] },
  { from: 'ec2.network-interface', to: 'ec2.security-group', keys: (r) => r.groupIds.map((id) => at(r, id)) },
  { from: 'ec2.address', to: 'ec2.network-interface', keys: (r) => [at(r, r.interfaceId)] },
  {
    from: 'ec2.nat-gateway',
    to: 'ec2.network-interface',
    keys: (r) => [/^(pending|available)$/.test(r.state) ? at(r, r.interfaceId) : undefined],
  },
  {
    from: 'ec2.instance',
    to: 'ec2.network-interface',
    keys: (r) => [/^(pending|running)$/.test(r.state) ? at(r, r.interfaceId) : undefined],
  },
  {
    from: 'ec2.launch-template-name',
    to: 'ec2.launch-template',
    keys: (id, key) => [`${key.split('/')[0]}/${String(id)}`],
  },
  { from: 'ec2.launch-template-version', to: 'ec2.launch-template', keys: (r) => [at(r, r.templateId)] },
  {
    from: 'ec2.launch-template',
    to: 'ec2.launch-template-version',
    keys: (r) => [r.defaultVersion, r.latestVersion].map((n) => at(r, `${r.id}/${String(n).padStart(6, '0')}`)),
  },
  { from: 'elbv2.listener', to: 'elbv2.load-balancer', keys: (r) => [byArn(r.loadBalancerArn)] },
  {
    from: 'elbv2.load-balancer',
    to: 'ec2.network-interface',
    keys: (r) => r.interfaceIds.map((id) => at(r, id)),
  },
  { from: 'elbv2.target', to: 'elbv2.target-group', keys: (r) => [byArn(r.targetGroupArn)] },
  { from: 'elbv2.target-group-use', to: 'elbv2.load-balancer', keys: (arn) => [byArn(String(arn))] },
  {
    from: 'autoscaling.group',
    to: 'ec2.instance',
    keys: (r) => r.instances.map((member) => at(r, member.id)),
  },
  { from: 'rds.instance', to: 'rds.cluster', keys: (r) => [at(r, r.clusterId)] },
  { from: 'rds.cluster', to: 'rds.subnet-group', keys: (r) => [at(r, r.subnetGroup)] },
  {
    from: 'rds.global-cluster',
    to: 'rds.cluster',
    keys: (r) => r.members.map((member) => clusterAt(member.clusterArn)),
  },
  { from: 'rds.cluster', to: 'rds.global-cluster', keys: (r) => [r.globalClusterId] },
  { from: 'dynamodb.item', to: 'dynamodb.table', keys: (_r, key) => [key.split('/').slice(0, 2).join('/')] },
  { from: 'route53.record', to: 'route53.zone', keys: (r) => [r.zoneId] },
  { from: 'route53.served', to: 'route53.zone', keys: (r) => [r.zoneId] },
  { from: 'events.target', to: 'events.rule', keys: (r) => [at(r, r.rule)] },
  { from: 'backup.selection', to: 'backup.plan', keys: (r) => [at(r, r.planId)] },
  { from: 'backup.recovery-point', to: 'backup.vault', keys: (r) => [at(r, r.vault)] },
  { from: 'iam.instance-profile', to: 'iam.role', keys: (r) => [r.role] },
];

function dangling(world: World): string[] {
  return REFERENCES.flatMap(({ from, to, keys }) =>
    world
      .table<Fields>(from)
      .entries()
      .flatMap(([key, record]) =>
        keys(record, key)
          .filter((target) => target !== undefined && world.table(to).get(target) === undefined)
          .map((target) => `${from} ${key} points at ${to} ${target}, which is not there`),
      ),
  );
}

/** What must hold of a record together with others. */
function unkept(world: World): string[] {
  const problems: string[] = [];
  const all = <T>(table: string) => world.table<T>(table).entries();
  for (const [key, cluster] of all<{ id: string; region: string; status: string }>('rds.cluster')) {
    const members = all<{ clusterId: string; region: string; isWriter: boolean }>('rds.instance').filter(
      ([, each]) => each.region === cluster.region && each.clusterId === cluster.id,
    );
    const writers = members.filter(([, each]) => each.isWriter).length;
    if (writers > 1) problems.push(`rds.cluster ${key} has ${writers} writers`);
  }
  for (const [key, global] of all<{ members: { isWriter: boolean }[] }>('rds.global-cluster')) {
    const writers = global.members.filter(({ isWriter }) => isWriter).length;
    if (writers > 1) problems.push(`rds.global-cluster ${key} has ${writers} writers`);
  }
  for (const [key, secret] of all<{ versions: Record<string, { stages: string[] }> }>('secretsmanager.secret')) {
    const current = Object.values(secret.versions).filter(({ stages }) => stages.includes('AWSCURRENT')).length;
    if (current > 1) problems.push(`secretsmanager.secret ${key} has ${current} current versions`);
  }
  for (const [key, group] of all<{ min: number; max: number; desired: number; deleting: boolean }>(
    'autoscaling.group',
  )) {
    if (!group.deleting && !(group.min <= group.desired && group.desired <= group.max)) {
      problems.push(`autoscaling.group ${key} wants ${group.desired}, of ${group.min} to ${group.max}`);
    }
  }
  for (const [key, zone] of all<{ id: string; name: string }>('route53.zone')) {
    const own = world.table<{ name: string; type: string }>('route53.record').values(`${zone.id}/`);
    const apex = own.filter(({ name, type }) => name === zone.name && (type === 'NS' || type === 'SOA')).length;
    if (apex !== 2) problems.push(`route53.zone ${key} has ${apex} of its NS and SOA`);
  }
  for (const [key, event] of all<{ atMs: number }>('world.event')) {
    if (event.atMs < world.nowMs) problems.push(`world.event ${key} is overdue`);
  }
  return problems;
}

function at(record: { readonly region: string }, id: string | undefined): string | undefined {
  return id === undefined ? undefined : `${record.region}/${id}`;
}

function byArn(arn: string): string {
  const [, , , region, , ...rest] = arn.split(':');
  return `${region}/${rest.join(':')}`;
}

function clusterAt(arn: string): string {
  const [, , , region, , , id] = arn.split(':');
  return `${region}/${id}`;
}
