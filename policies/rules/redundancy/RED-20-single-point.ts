import { every, type Finding, fail, notApplicable, pass, rule, Undecided, unknown } from 'evenkeel/policy';
import { onlyTier1 } from '../../facts/audience.ts';
import { CLUSTER, INSTANCE, MEMBER } from '../../facts/counterparts.ts';
import { ROUTING } from '../../facts/routes.ts';
import { NAT, servedBy, storesBehind } from '../../facts/service-paths.ts';
import { FILES, isReplica, STORES } from '../../facts/stores.ts';
import { TARGETING } from '../../facts/targets.ts';
import { isTier1 } from '../../facts/tier.ts';
import { type ServicePaths, survivalOf } from '../../facts/zone-loss.ts';

const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';

export const red20 = rule({
  id: 'RED-20',
  title: 'A service of tier 1 outlives the loss of any zone',
  why: 'Each part may be redundant and the service not: one subnet, one member or one way out that all paths share ends it with its zone.',
  remedy: 'Give what is named a twin in another zone.',
  severity: 'critical',
  types: [BALANCER],
  reads: [...TARGETING, INSTANCE, CLUSTER, MEMBER, FILES, NAT, ...ROUTING],
  decidedAt: 'deployed',
  cannotSee: [
    'services that no load balancer of tier 1 fronts: where such a one has a database, that is said',
    'what the code needs besides its database and its files: a cache, a queue, another service',
    'a site that another region would take over for: each is judged by itself, and BKP-20 finds its counterpart',
    'whether AWS has capacity left in the other zones for what a lost one held',
    'the way out of targets whose route tables are in no checkpoint, and read replicas that a person could promote',
  ],
  parameters: {
    needsWayOut: { default: true, means: 'whether a target without its way out to the internet serves nobody' },
  },
  appliesTo: onlyTier1,
  check(balancer, { needsWayOut }, { estate }) {
    const { services, open } = servedBy(balancer, estate, needsWayOut);
    const finding = every(services, survives);
    if (finding.verdict === 'pass' && open !== undefined) throw open;
    return finding;
  },
  checkEstate(estate) {
    const stores = STORES.flatMap((type) => estate.all(type)).filter((store) => isTier1(store) && !isReplica(store));
    if (stores.length === 0) return notApplicable('no database or file system is of tier 1');
    const balancers = estate.all(BALANCER).filter(isTier1);
    const led = new Set(balancers.flatMap((one) => storesBehind(one, estate).map(({ urn }) => urn)));
    const alone = stores.filter(({ urn }) => !led.has(urn)).map(({ name }) => name);
    if (alone.length === 0) return pass();
    return unknown(`no balancer of tier 1 leads to ${alone.join(', ')}: who is served there is not seen`);
  },
});

function survives(service: ServicePaths): Finding {
  const survival = survivalOf(service);
  if (survival.is === 'outlives every zone') return pass();
  if (survival.is === 'open')
    throw new Undecided('zones', `the zones of ${survival.because.join(', ')} are not set, and may be one`, true);
  const { zone, points, capacity } = survival;
  if (zone === undefined) return fail(`serves with ${capacity} of ${service.minimum} targets even with every zone`);
  const left = capacity === 0 ? 'nothing serves' : `${capacity} of ${service.minimum} targets serve`;
  return fail(`ends with ${zone}: without ${points.join(', ')} ${left}`);
}
