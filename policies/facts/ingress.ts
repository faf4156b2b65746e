import { allOf, type Block, firstOf, type Resource } from 'evenkeel/policy';

export const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
export const RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';
export const INGRESS_RULE = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const PREFIX_LIST = 'aws:ec2/managedPrefixList:ManagedPrefixList';
const PREFIX_LIST_ENTRY = 'aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry';

/** What rules of who may come in do not find, however they ask. */
export const UNSEEN_INGRESS: readonly string[] = [
  'a range that is cut into pieces which together are the whole internet, such as 0.0.0.0/1 and 128.0.0.0/1',
  'what a prefix list holds that is in none of the checkpoints: the verdict is unknown',
  'whether a route, a network ACL or nothing at all leads to what the group protects',
];

/** One permission to come in, whichever of the three forms it is written in. What is not known throws. */
export interface Ingress {
  /** Where a person looks, where it is one place. */
  readonly property: string | undefined;
  /** False where an edge that is not known yet perhaps leads to another group. */
  readonly isCertain: boolean;
  /** Whether it lets a port of TCP or UDP in. */
  covers(port: number): boolean;
  /** The first port that it lets in and that is none of those; `undefined` where there is none. */
  beyond(allowed: Ports): number | undefined;
  /** The range that is the whole internet, as it is written; `undefined` where none is. */
  anywhere(): string | undefined;
}

/** Ports by their protocol. */
export interface Ports {
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
}

/**
 * What a resource of the three forms lets in: a group by its own list and by the rules attached to it, a rule by itself. A rule
 * for what leaves covers no port. Source of the fields: @pulumi/aws 7.48.0.
 */
export function ingressOf(resource: Resource): readonly Ingress[] {
  if (resource.type === RULE) return [fromRule(resource)];
  if (resource.type === INGRESS_RULE) return [fromOne(resource)];
  // a group that is not there yet lets in what the program says, and nothing that AWS would add
  const inline = (resource.isPlanned ? resource.declared : resource).list('ingress');
  return [
    ...inline.map((block) => fromLists('ingress', resource, block)),
    ...resource.from(RULE, 'securityGroupId').map(fromRule),
    ...resource.from(INGRESS_RULE, 'securityGroupId').map(fromOne),
  ];
}

/** `SecurityGroupRule`, which is of both directions. */
function fromRule(rule: Resource): Ingress {
  const lists = fromLists('cidrBlocks', rule);
  const isInward = () => rule.text('type') !== 'egress';
  return {
    ...lists,
    covers: (port) => allOf(isInward, () => lists.covers(port)),
    beyond: (allowed) => (isInward() ? lists.beyond(allowed) : undefined),
  };
}

/** A list of sources, as the inline form and `SecurityGroupRule` have it. */
function fromLists(property: string, resource: Resource, block: Block = resource): Ingress {
  const lists = () => block.each('prefixListIds').map((id) => () => anywhereIn(resource, id()));
  return {
    property,
    isCertain: resource.isCertain,
    covers: (port) => coversPort(block, String(block.need('protocol')), port),
    beyond: (allowed) => portBeyond(block, String(block.need('protocol')), allowed),
    anywhere: () => whole([...block.each('cidrBlocks'), ...block.each('ipv6CidrBlocks'), ...lists()]),
  };
}

/** `SecurityGroupIngressRule`, which has one source. */
function fromOne(rule: Resource): Ingress {
  const list = () => anywhereIn(rule, rule.text('prefixListId'));
  return {
    property: undefined,
    isCertain: rule.isCertain,
    covers: (port) => coversPort(rule, String(rule.need('ipProtocol')), port),
    beyond: (allowed) => portBeyond(rule, String(rule.need('ipProtocol')), allowed),
    anywhere: () => whole([() => rule.text('cidrIpv4'), () => rule.text('cidrIpv6'), list]),
  };
}

/** ICMP has types where the others have ports. Source: AuthorizeSecurityGroupIngress, EC2 API reference. */
function coversPort(block: Block, protocol: string, port: number): boolean {
  const of = protocolOf(protocol);
  if (of === 'all' || of === undefined) return of === 'all';
  return Number(block.need('fromPort')) <= port && port <= Number(block.need('toPort'));
}

function portBeyond(block: Block, protocol: string, allowed: Ports): number | undefined {
  const of = protocolOf(protocol);
  if (of === 'all') return 0;
  if (of === undefined) return undefined;
  let port = Number(block.need('fromPort'));
  while (allowed[of].includes(port)) port++;
  return port <= Number(block.need('toPort')) ? port : undefined;
}

function protocolOf(protocol: string): 'all' | 'tcp' | 'udp' | undefined {
  const names = { '-1': 'all', all: 'all', tcp: 'tcp', '6': 'tcp', udp: 'udp', '17': 'udp' } as const;
  return names[protocol.toLowerCase() as keyof typeof names];
}

/** Every address is in a range whose prefix has no length, whatever stands before it. */
function whole(ranges: readonly (() => string | undefined)[]): string | undefined {
  return firstOf(ranges, (range) => range()?.endsWith('/0') === true)?.();
}

function anywhereIn(resource: Resource, prefixListId: string | undefined): string | undefined {
  if (prefixListId === undefined) return undefined;
  const list = resource.named(prefixListId, PREFIX_LIST);
  const entries = [...list.list('entries'), ...list.from(PREFIX_LIST_ENTRY, 'prefixListId')];
  return whole(entries.map((entry) => () => entry.text('cidr')));
}
