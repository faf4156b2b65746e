import { type AwsCaller, sdkCaller } from '../aws/index.ts';
import { drawHex } from '../lib/chance.ts';
import { SECOND_MS, type Time } from '../lib/clock.ts';
import type { EnginePort } from '../runner/engine-port.ts';
import type { Grant, Target } from '../runner/target.ts';
import { AwsError } from '../twin/aws-error.ts';
import type { Request } from '../twin/dispatch.ts';
import { possibleAnswers, resolveDns } from '../twin/services/route53/dns.ts';
import type { Twin } from '../twin/twin.ts';
import { createWire, TWIN_KEY_PREFIX, twinClientConfig } from '../twin/wire/index.ts';
import { openServiceListener } from './service-listener.ts';

/** A twin as the target of a run. */
export interface TwinTarget extends Target {
  /** Calls of the run that a lost or blocked region would have had to answer. */
  refusedCalls(): number;
}

/**
 * Makes a twin the target of runs. Each step calls with an access key of its own, derived from run and step; a call that
 * the step did not declare is refused by the twin as well, whatever the client thinks.
 */
export function twinTarget(options: {
  twin: Twin;
  time: Time;
  healthPath: string;
  engine?: EnginePort | undefined;
}): TwinTarget {
  const { twin, time, healthPath, engine } = options;
  const grants = new Map<string, Grant>();
  let refused = 0;
  twin.dispatcher.onCall(({ outcome, accessKeyId }) => {
    if (outcome === 'unreachable' && accessKeyId !== undefined && grants.has(accessKeyId)) refused++;
  });
  const wire = createWire({
    dispatch: (request) => {
      refuseUngranted(grants, request);
      return twin.dispatcher.dispatch(request);
    },
    modelled: (service) => twin.dispatcher.modelled(service),
  });
  return {
    kind: 'twin',
    stamp: 'simulated',
    time,
    refusedCalls: () => refused,
    open(grant): AwsCaller {
      const accessKeyId = keyOf(twin, grant);
      grants.set(accessKeyId, grant);
      return sdkCaller((service, region) => ({ ...twinClientConfig(wire, { service, region, accessKeyId }) }));
    },
    dns(name, type) {
      const inZones = possibleAnswers(twin.world, name, type).flatMap((answer) => answer.answers);
      // names of AWS's own zones, such as a balancer's, are in no zone of this world
      const answers =
        inZones.length > 0 ? inZones : (resolveDns(twin.world, name, type, { subject: 'runner' })?.answers ?? []);
      return Promise.resolve([...new Set(answers)].sort());
    },
    openListener(grant, url) {
      const key = drawHex(twin.world.seed, `${grant.run}/${grant.step}`, 'listener', 32);
      const { hostname } = new URL(url);
      return openServiceListener({ world: twin.world, host: hostname, healthPath, key, ports: twin.ports });
    },
    engine,
    passChildTime: (startedMs, seconds) => time.sleepUntil(startedMs + seconds * SECOND_MS),
  };
}

function keyOf(twin: Twin, grant: Grant): string {
  return TWIN_KEY_PREFIX + drawHex(twin.world.seed, `${grant.run}/${grant.step}`, 'access-key', 16).toUpperCase();
}

function refuseUngranted(grants: ReadonlyMap<string, Grant>, request: Request): void {
  const grant = grants.get(request.accessKeyId ?? '');
  const name = `${request.service}.${request.operation}`;
  if (grant?.operations.some((use) => use.name === name && use.region === request.region)) return;
  throw new AwsError('AccessDenied', `the session of step ${grant?.step} does not allow ${name} in ${request.region}`, {
    status: 403,
  });
}
