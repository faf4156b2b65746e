import { type PropertyMap, UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { broken, changed, deployed, elsewhere, idsOf, OPEN, previewed, silenced, subnets } from './short-case.ts';

/** "Classic ELB spans ≥2 AZs, cross-zone on, connection draining on." */
const CLASSIC = 'aws:elb/loadBalancer:LoadBalancer';
const ON = { crossZoneLoadBalancing: true, connectionDraining: true };

function classic(add: Add, name: string, letters: string, more: PropertyMap = ON): void {
  const over = subnets(add, letters, `${name}-subnet`);
  const listeners = [{ instancePort: 8080, instanceProtocol: 'http', lbPort: 80, lbProtocol: 'http' }];
  add(CLASSIC, name, { listeners, subnets: idsOf(over), ...more });
}

const good = 'a classic balancer stands in two zones, spreads over them and drains';

export const cases: readonly RuleCase[] = [
  deployed(good, (add) => classic(add, 'balancer', 'ab'), { balancer: 'pass' }),
  deployed(
    'one zone is not enough, nor is one zone twice',
    (add) => {
      classic(add, 'single', 'a');
      classic(add, 'twice', 'bb');
      add(CLASSIC, 'by-zone', { listeners: [], availabilityZones: ['us-east-1a'], ...ON });
    },
    { single: 'fail', twice: 'fail', 'by-zone': 'fail' },
  ),
  deployed(
    'zones may be named without subnets',
    (add) => void add(CLASSIC, 'by-zone', { listeners: [], availabilityZones: ['us-east-1a', 'us-east-1c'], ...ON }),
    { 'by-zone': 'pass' },
  ),
  previewed(
    'in a preview the edges tell the zones, and AWS does not drain unless it is told to',
    (add) => {
      classic(add, 'wide', 'ab');
      classic(add, 'undrained', 'ab', { crossZoneLoadBalancing: true });
      classic(add, 'narrow', 'cc');
    },
    { wide: 'pass', undrained: 'fail', narrow: 'fail' },
  ),
  previewed(
    'what is not known decides only where it could change the answer',
    (add) => {
      classic(add, 'open-zone', 'a?');
      classic(add, 'open-switch', 'ab', { ...ON, connectionDraining: UNKNOWN });
      classic(add, 'off-anyway', 'ab', { crossZoneLoadBalancing: false, connectionDraining: UNKNOWN });
    },
    { 'open-zone': OPEN, 'open-switch': OPEN, 'off-anyway': 'fail' },
  ),
  deployed(
    'the subnets of a stack that is not given are not known',
    (add) => {
      const lost = ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0aaaaaaaaaaaaaaa2'];
      add(CLASSIC, 'lost', { listeners: [], subnets: lost, ...ON });
    },
    { lost: 'unknown' },
  ),
  elsewhere(CLASSIC),
];

export const mutations: readonly Mutation[] = [
  changed(good, 'cross-zone balancing is switched off', 'balancer', { crossZoneLoadBalancing: false }),
  changed(good, 'draining is switched off', 'balancer', { connectionDraining: false }),
  silenced(good, 'draining is no longer asked for', 'balancer', 'connectionDraining'),
  broken(good, 'the second subnet moves into the zone of the first', 'balancer', (stacks) =>
    set(pick(stacks, 'balancer-subnet-1'), { availabilityZone: 'us-east-1a' }),
  ),
];
