import { isRegionUp } from './physics/faults.ts';
import { balancersOf, loadBalancerByDnsName, targetGroups } from './services/elbv2/records.ts';
import type { FeederSenses } from './services/events/feeder.ts';
import { acceptsWrites, commitRate } from './services/rds/volume.ts';
import type { TrafficPorts } from './traffic/ports.ts';
import { probe, serviceOf } from './traffic/service.ts';
import type { World } from './world.ts';

/** What the feeders of the traffic gate see of a twin's own services. */
export function feederSenses(ports: TrafficPorts): FeederSenses {
  return {
    probeService(world, fromRegion, url) {
      const host = hostOf(url);
      const subject = `feeder/${fromRegion}/${world.nowMs}`;
      // until somebody declares what stands behind the name, an instance that answers is all that can be seen
      if (serviceOf(world, host) === undefined) return isAnsweredByInstance(world, host, subject, ports);
      return probe(world, host, subject, ports).ok;
    },
    isProbeSettled(world, url) {
      const host = hostOf(url);
      const targets = new Set(ports.answerable(world, host));
      // with several answers it depends on the resolver
      return targets.size <= 1;
    },
    commitRate(world, region, cluster, atMs) {
      const arn = cluster.startsWith('arn:') ? cluster : `arn:aws:rds:${region}:${world.account}:cluster:${cluster}`;
      return acceptsWrites(world, arn) ? commitRate(world, arn, atMs) : undefined;
    },
  };
}

function isAnsweredByInstance(world: World, host: string, subject: string, ports: TrafficPorts): boolean {
  const target = ports.resolve(world, host, subject)?.target;
  const balancer = target === undefined ? undefined : loadBalancerByDnsName(world, target);
  if (balancer === undefined || !isRegionUp(world, balancer.region)) return false;
  if (!ports.isBalancerActive(world, balancer.arn)) return false;
  return targetGroups(world)
    .values(`${balancer.region}/`)
    .some(({ arn }) => balancersOf(world, arn).includes(balancer.arn) && ports.reachableTargets(world, arn) > 0);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}
