import { describe, expect, it } from 'vitest';
import { RULES } from '../../policies/rules/index.ts';
import { readGraph } from '../../src/graph/graph.ts';
import { evaluate } from '../../src/policy/index.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';
import { type Add, type Added, type Given, stackOf } from './cases/build.ts';

/** What RED-20 makes of the parts of AWS: ways out, balancers that keep to their zones, weights, targets by hand, several stores. */
const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const GROUP = 'aws:lb/targetGroup:TargetGroup';
const FLEET = 'aws:autoscaling/group:Group';
const tags = { tier: '1', service: 'shop', environment: 'prod' };

type Props = Readonly<Record<string, Given>>;

function judge(build: (add: Add) => void, parameters: Readonly<Record<string, boolean>> = {}) {
  const { name, resources } = stackOf({ name: 'prod' }, build);
  const graph = readGraph([{ name, checkpoint: { version: 3, deployment: { resources } } }]);
  const rules = RULES.filter(({ id }) => id === 'RED-20');
  const { rows } = evaluate({
    graph,
    rules,
    phase: 'deployed',
    nowMs: JUDGED_AT_MS,
    parameters: { 'RED-20': parameters },
  });
  const told = rows.filter(({ urn }) => urn === undefined || urn.endsWith('::shop'));
  return told.map(({ urn, verdict, message }) => [urn === undefined ? 'estate' : 'shop', verdict, message ?? '']);
}

/** Subnets in the zones of the letters. */
function subnets(add: Add, prefix: string, letters: string): Given[] {
  const one = (letter: string) =>
    add('aws:ec2/subnet:Subnet', `${prefix}-${letter}`, { vpcId: 'vpc-1', availabilityZone: `us-east-1${letter}` });
  return [...letters].map((letter) => one(letter).ref('id'));
}

/** A balancer over the zones, whose listener sends to the groups. */
function balancer(add: Add, letters: string, groups: readonly Added[], more: Props = {}): Added {
  const front = add(BALANCER, 'shop', { subnets: subnets(add, 'outer', letters), tags, ...more });
  const targetGroups = groups.map((group) => ({ arn: group.ref('arn'), weight: 1 }));
  const defaultActions = [{ type: 'forward', forward: { targetGroups } }];
  return add('aws:lb/listener:Listener', 'listener', { loadBalancerArn: front.ref('arn'), defaultActions });
}

function fleet(add: Add, name: string, letters: string, group: Added, minSize = 2): void {
  const vpcZoneIdentifiers = subnets(add, name, letters);
  add(FLEET, name, { minSize, maxSize: 6, vpcZoneIdentifiers, targetGroupArns: [group.ref('arn')] });
}

const group = (add: Add, name = 'group', more: Props = {}) => add(GROUP, name, { port: 80, protocol: 'HTTP', ...more });
const noStores = ['estate', 'not-applicable', expect.anything()];
const fails = (message: string) => ['shop', 'fail', expect.stringContaining(message)];

describe('the paths of a service', () => {
  it('need no store where none is seen', () => {
    const rows = judge((add) => {
      const one = group(add);
      balancer(add, 'ab', [one]);
      fleet(add, 'web', 'ab', one);
    });
    expect(rows).toEqual([noStores, ['shop', 'pass', '']]);
  });

  it('do not lead to targets in zones that the balancer is not in', () => {
    const rows = judge((add) => {
      const one = group(add);
      balancer(add, 'ab', [one]);
      fleet(add, 'web', 'bc', one);
    });
    expect(rows[1]).toEqual(fails('ends with us-east-1b'));
  });

  it('lead to targets that were registered by hand, each in the zone of its instance', () => {
    const byHand = (...letters: readonly string[]) =>
      judge((add) => {
        const one = group(add);
        balancer(add, 'ab', [one], { loadBalancerType: 'network' });
        for (const [index, letter] of letters.entries()) {
          const host = add('aws:ec2/instance:Instance', `host-${index}`, { availabilityZone: `us-east-1${letter}` });
          const given = { targetGroupArn: one.ref('arn'), targetId: host.ref('id') };
          add('aws:lb/targetGroupAttachment:TargetGroupAttachment', `by-hand-${index}`, given);
        }
      })[1];
    expect(byHand('a', 'b')?.[1]).toBe('pass');
    expect(byHand('b', 'b')).toEqual(fails('ends with us-east-1b'));
    expect(byHand('a')).toEqual(fails('without target by-hand-0 nothing serves'));
  });

  it('are as many as the fleets together say that they keep', () => {
    const rows = judge((add) => {
      const [one, two] = [group(add, 'one'), group(add, 'two')];
      balancer(add, 'abc', [one, two]);
      fleet(add, 'wide', 'abc', one, 3);
      fleet(add, 'narrow', 'c', two, 3);
    });
    expect(rows[1]?.[1]).toBe('pass');
  });

  it('are judged for each action that forwards by itself', () => {
    const rows = judge((add) => {
      const [one, two] = [group(add, 'one'), group(add, 'two')];
      const listener = balancer(add, 'abc', [one]);
      const actions = [{ type: 'forward', targetGroupArn: two.ref('arn') }];
      add('aws:lb/listenerRule:ListenerRule', 'rule', { listenerArn: listener.ref('arn'), actions });
      fleet(add, 'wide', 'abc', one);
      fleet(add, 'narrow', 'c', two);
    });
    expect(rows[1]).toEqual(fails('ends with us-east-1c: without fleet narrow in narrow-c'));
  });

  it('end with the NAT gateway through which their targets go out, unless they need no way out', () => {
    const build = (add: Add) => {
      const one = group(add);
      balancer(add, 'ab', [one]);
      fleet(add, 'web', 'ab', one);
      const [outside] = subnets(add, 'nat', 'a');
      const nat = add('aws:ec2/natGateway:NatGateway', 'nat', { subnetId: outside });
      const routes = [{ cidrBlock: '0.0.0.0/0', natGatewayId: nat.ref('id') }];
      const table = add('aws:ec2/routeTable:RouteTable', 'table', { vpcId: 'vpc-1', routes });
      for (const letter of 'ab')
        add('aws:ec2/routeTableAssociation:RouteTableAssociation', `association-${letter}`, {
          subnetId: `subnet-web-${letter}-prod-0123456789`,
          routeTableId: table.ref('id'),
        });
    };
    expect(judge(build)[1]).toEqual(fails('ends with us-east-1a'));
    expect(judge(build, { needsWayOut: false })[1]?.[1]).toBe('pass');
  });

  it('lead to each store of the system: one that stands in a zone ends it, one of another system does not', () => {
    const withFiles = (inputs: Props) =>
      judge((add) => {
        const one = group(add);
        balancer(add, 'ab', [one]);
        fleet(add, 'web', 'ab', one);
        add('aws:efs/fileSystem:FileSystem', 'files', { tags, ...inputs });
        add('aws:rds/instance:Instance', 'database', { multiAz: true, tags });
      });
    expect(withFiles({})).toEqual([
      ['estate', 'pass', ''],
      ['shop', 'pass', ''],
    ]);
    expect(withFiles({ availabilityZoneName: 'us-east-1b' })[1]).toEqual(fails('without file system files'));
    const other = { availabilityZoneName: 'us-east-1b', tags: { ...tags, service: 'other' } };
    expect(withFiles(other)).toEqual([
      ['estate', 'unknown', expect.stringContaining('leads to files')],
      ['shop', 'pass', ''],
    ]);
  });

  it('are not known where nothing tells the listeners, or what stands behind them', () => {
    const rows = judge((add) => void add(BALANCER, 'shop', { subnets: subnets(add, 'outer', 'ab'), tags }));
    expect(rows[1]).toEqual(['shop', 'unknown', expect.stringContaining('no listener')]);
    const empty = judge((add) => void balancer(add, 'ab', [group(add)]));
    expect(empty[1]).toEqual(['shop', 'unknown', expect.stringContaining('what stands behind group')]);
  });

  it('are none where a fleet keeps nothing', () => {
    const rows = judge((add) => {
      const one = group(add);
      balancer(add, 'ab', [one]);
      fleet(add, 'web', 'ab', one, 0);
    });
    expect(rows[1]).toEqual(fails('serves with 0 of 1 targets even with every zone'));
  });
});
