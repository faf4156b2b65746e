import { allOf, type Block, firstOf, type Resource } from 'evenkeel/policy';

export const ACL = 'aws:ec2/networkAcl:NetworkAcl';
export const ACL_RULE = 'aws:ec2/networkAclRule:NetworkAclRule';

/** One line of what a network ACL lets in or keeps out, inline or a resource of its own. What is not known throws. */
export interface AclEntry {
  /** False where an edge that is not known yet perhaps leads to another ACL. */
  readonly isCertain: boolean;
  isInward(): boolean;
  allows(): boolean;
  number(): number;
  /** `0.0.0.0/0` or `::/0`; `undefined` where it is of fewer addresses. */
  anywhere(): string | undefined;
  /** Whether a port of TCP is of the line. */
  covers(port: number): boolean;
}

/** The lines of an ACL, whichever way they are written. Source of the fields: @pulumi/aws 7.48.0. */
export function entriesOf(acl: Resource): readonly AclEntry[] {
  // an ACL that is not there yet has the lines that the program says
  const inline = (acl.isPlanned ? acl.declared : acl).list('ingress');
  return [
    ...inline.map((line) => entryOf(line, { number: 'ruleNo', action: 'action' })),
    ...acl.from(ACL_RULE, 'networkAclId').map(entryOfRule),
  ];
}

export function entryOfRule(rule: Resource): AclEntry {
  const isInward = () => rule.readOr('egress', false) !== true;
  const { isCertain } = rule;
  return { ...entryOf(rule, { number: 'ruleNumber', action: 'ruleAction' }), isCertain, isInward };
}

/**
 * Whether a line that allows everyone a port does so: lines are evaluated by number, the lowest first, and the first that is of the packet
 * decides; what denies everyone the port before it leaves nothing. Source: "Network ACL rules", Amazon VPC User Guide (read 2026-11).
 */
export function opens(entry: AclEntry, port: number, all: readonly AclEntry[]): boolean {
  const isAllowed = (one: AclEntry) => allOf(one.allows, () => reaches(one));
  const isDenied = (one: AclEntry) =>
    allOf(
      () => !one.allows(),
      () => reaches(one),
      () => one.anywhere() === entry.anywhere(),
      () => one.number() < entry.number(),
    );
  return (
    isAllowed(entry) &&
    firstOf(
      all.filter((one) => one !== entry),
      isDenied,
    ) === undefined
  );

  function reaches(one: AclEntry): boolean {
    return allOf(
      one.isInward,
      () => one.covers(port),
      () => one.anywhere() !== undefined,
    );
  }
}

function entryOf(line: Block, named: { readonly number: string; readonly action: string }): AclEntry {
  return {
    isCertain: true,
    isInward: () => true,
    allows: () => String(line.need(named.action)).toLowerCase() === 'allow',
    number: () => Number(line.need(named.number)),
    anywhere() {
      const v4 = line.text('cidrBlock');
      if (v4?.endsWith('/0')) return '0.0.0.0/0';
      return line.text('ipv6CidrBlock')?.endsWith('/0') ? '::/0' : undefined;
    },
    covers(port) {
      const protocol = String(line.need('protocol')).toLowerCase();
      if (protocol === '-1' || protocol === 'all') return true;
      if (protocol !== 'tcp' && protocol !== '6') return false;
      return Number(line.need('fromPort')) <= port && port <= Number(line.need('toPort'));
    },
  };
}
