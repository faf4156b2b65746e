import { type Add, type Added, type CaseStack, type Given, type RuleCase, stackOf } from '../build.ts';

export const VPC = 'aws:ec2/vpc:Vpc';
export const SUBNET = 'aws:ec2/subnet:Subnet';

/** What is not there yet, or will never be told. */
export const OPEN = ['unknown', 'pending'] as const;
/** Whatever a rule says of a resource that the sentence does not name as the one to be judged. */
export const ANY = ['pass', 'fail', 'not-applicable', 'unknown', 'pending'] as const;

type Inputs = Readonly<Record<string, Given | undefined>>;

export function deployed(build: (add: Add) => void): readonly CaseStack[] {
  return [stackOf({ name: 'prod' }, build)];
}

export function previewed(build: (add: Add) => void): readonly CaseStack[] {
  return [stackOf({ name: 'prod', preview: true }, build)];
}

/** A resource that the stack reads only. */
export function managedElsewhere(type: string, inputs: Inputs): RuleCase {
  return {
    title: 'what another stack manages is judged there',
    stacks: deployed((add) => void add(type, 'theirs', inputs, { external: true })),
    expect: [
      { name: 'theirs', verdict: 'not-applicable' },
      { verdict: ANY, isOptional: true },
    ],
  };
}

/** The same verdict of each. */
export function each<V>(verdict: V, ...names: readonly string[]): { name: string; verdict: V }[] {
  return names.map((name) => ({ name, verdict }));
}

/** A VPC with an internet gateway, and for each letter a public subnet and a private one behind a NAT gateway. */
export function network(add: Add, letters = 'ab'): { vpc: Added; open: Added[]; inner: Added[] } {
  const vpc = add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' });
  const gateway = add('aws:ec2/internetGateway:InternetGateway', 'gateway', { vpcId: vpc.ref('id') });
  const outward = table(add, 'outward', vpc, { gatewayId: gateway.ref('id') });
  const open: Added[] = [];
  const inner: Added[] = [];
  [...letters].forEach((letter, index) => {
    const one = subnet(add, `open-${letter}`, vpc, `us-east-1${letter}`, index);
    join(add, `open-${letter}`, one, outward);
    const nat = add('aws:ec2/natGateway:NatGateway', `nat-${letter}`, { subnetId: one.ref('id') });
    const other = subnet(add, `inner-${letter}`, vpc, `us-east-1${letter}`, 100 + index);
    join(add, `inner-${letter}`, other, table(add, `inward-${letter}`, vpc, { natGatewayId: nat.ref('id') }));
    open.push(one);
    inner.push(other);
  });
  return { vpc, open, inner };
}

/** A route table that leads everything elsewhere to one place. */
function table(add: Add, name: string, vpc: Added, target: Inputs): Added {
  const made = add('aws:ec2/routeTable:RouteTable', name, { vpcId: vpc.ref('id') });
  const everywhere = { routeTableId: made.ref('id'), destinationCidrBlock: '0.0.0.0/0' };
  add('aws:ec2/route:Route', `${name}-default`, { ...everywhere, ...target });
  return made;
}

function subnet(add: Add, name: string, vpc: Added, availabilityZone: string, index: number): Added {
  return add(SUBNET, name, {
    vpcId: vpc.ref('id'),
    cidrBlock: `10.0.${index}.0/24`,
    availabilityZone,
    mapPublicIpOnLaunch: false,
  });
}

function join(add: Add, name: string, of: Added, to: Added): void {
  const ids = { subnetId: of.ref('id'), routeTableId: to.ref('id') };
  add('aws:ec2/routeTableAssociation:RouteTableAssociation', `${name}-association`, ids);
}
