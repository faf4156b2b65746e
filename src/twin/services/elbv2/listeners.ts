import { AwsError, notModelled } from '../../aws-error.ts';
import type { Call } from '../../call.ts';
import type { World } from '../../world.ts';
import { pageOf } from '../page.ts';
import type { Elbv2 } from './api.ts';
import { refuseCertificate } from './certificates.ts';
import { describeListener } from './describe.ts';
import { balancerOf, groupOf } from './lookup.ts';
import { PAGES } from './paging.ts';
import { balancersOf, keyOf, type Listener, listeners, listenersUnder, uses } from './records.ts';
import { tagMap } from './tags.ts';
import { startChecks } from './targets.ts';

export const listenerHandlers: Elbv2 = {
  /** HTTP and HTTPS; default actions forward, redirect or answer a fixed response. */
  CreateListener(input, call) {
    const { world, region } = call;
    const balancer = balancerOf(call, input.LoadBalancerArn);
    const under = listenersUnder(balancer.arn);
    const port = input.Port ?? 0;
    const wanted: Listener = checked(call, {
      arn: `arn:aws:elasticloadbalancing:${region}:${call.account}:${under.slice(region.length + 1)}${call.newId('', 16)}`,
      region,
      loadBalancerArn: balancer.arn,
      port,
      tags: tagMap(input.Tags),
      ...settingsOf(input, { protocol: 'HTTP' }),
    });
    const same = listeners(world)
      .values(under)
      .find((listener) => listener.port === port);
    if (same && !sameSettings(same, wanted)) {
      throw new AwsError('DuplicateListener', `${same.arn} listens on port ${port} with other settings`, {
        row: 'ELB-08',
      });
    }
    if (!same) put(world, wanted);
    return { Listeners: [describeListener(same ?? wanted)] };
  },

  DescribeListeners(input, call) {
    const arns = input.ListenerArns ?? [];
    const found =
      arns.length > 0
        ? arns.map((arn) => listenerOf(call, arn))
        : listeners(call.world).values(listenersUnder(balancerOf(call, input.LoadBalancerArn).arn));
    const { items, next } = pageOf(call, input, found, PAGES);
    return { Listeners: items.map(describeListener), NextMarker: next };
  },

  ModifyListener(input, call) {
    const before = listenerOf(call, input.ListenerArn);
    const after = checked(call, {
      ...before,
      port: input.Port ?? before.port,
      ...settingsOf(input, before),
    });
    const other = listeners(call.world)
      .values(listenersUnder(before.loadBalancerArn))
      .find((listener) => listener.arn !== before.arn && listener.port === after.port);
    if (other) throw new AwsError('DuplicateListener', `${other.arn} listens on port ${after.port}`);
    removeListener(call.world, before);
    put(call.world, after);
    return { Listeners: [describeListener(after)] };
  },

  DeleteListener(input, call) {
    removeListener(call.world, listenerOf(call, input.ListenerArn));
    return {};
  },
};

export function removeListener(world: World, listener: Listener): void {
  for (const arn of groupsOf(listener.defaultActions)) uses(world).delete(useKey(arn, listener));
  listeners(world).delete(keyOf(listener.arn));
}

/** The target groups that actions forward to, sorted, no double. */
export function groupsOf(actions: readonly object[]): string[] {
  const arns = (actions as readonly ForwardAction[]).flatMap((action) => [
    ...(action.TargetGroupArn ? [action.TargetGroupArn] : []),
    ...(action.ForwardConfig?.TargetGroups ?? []).map((group) => group.TargetGroupArn ?? ''),
  ]);
  return [...new Set(arns)].sort();
}

interface ForwardAction {
  readonly Type?: string | undefined;
  readonly TargetGroupArn?: string | undefined;
  readonly ForwardConfig?: { readonly TargetGroups?: readonly { TargetGroupArn?: string | undefined }[] | undefined };
}

type SettingsInput = Pick<
  Parameters<NonNullable<Elbv2['ModifyListener']>>[0],
  'Protocol' | 'SslPolicy' | 'Certificates' | 'AlpnPolicy' | 'DefaultActions' | 'MutualAuthentication'
>;

function settingsOf(input: SettingsInput, before: Partial<Listener> & { readonly protocol: string }) {
  if (input.MutualAuthentication && input.MutualAuthentication.Mode !== 'off')
    throw notModelled('mutual TLS of listeners');
  const protocol = input.Protocol ?? before.protocol;
  const secure = protocol === 'HTTPS';
  return {
    protocol,
    // the policy that AWS takes where none is named (API reference, CreateListener)
    sslPolicy: secure ? (input.SslPolicy ?? before.sslPolicy ?? 'ELBSecurityPolicy-2016-08') : undefined,
    certificateArn: secure ? (input.Certificates?.[0]?.CertificateArn ?? before.certificateArn) : undefined,
    alpnPolicy: input.AlpnPolicy?.[0] ?? before.alpnPolicy,
    defaultActions: (input.DefaultActions as Listener['defaultActions'] | undefined) ?? before.defaultActions ?? [],
  };
}

function checked(call: Call, listener: Listener): Listener {
  if (!['HTTP', 'HTTPS'].includes(listener.protocol)) throw notModelled(`listeners of protocol ${listener.protocol}`);
  for (const action of listener.defaultActions as readonly ForwardAction[]) {
    if (!['forward', 'redirect', 'fixed-response'].includes(action.Type ?? ''))
      throw notModelled(`${action.Type} actions`);
  }
  if (listener.protocol === 'HTTPS') refuseCertificate(call, listener.certificateArn);
  for (const arn of groupsOf(listener.defaultActions)) {
    const group = groupOf(call, arn);
    const other = balancersOf(call.world, arn).find((balancer) => balancer !== listener.loadBalancerArn);
    if (other) {
      throw new AwsError('TargetGroupAssociationLimit', `${group.name} is used by ${other}`, { row: 'ELB-11' });
    }
  }
  return listener;
}

function put(world: World, listener: Listener): void {
  listeners(world).put(keyOf(listener.arn), listener);
  for (const arn of groupsOf(listener.defaultActions)) {
    uses(world).put(useKey(arn, listener), listener.loadBalancerArn);
    startChecks(world, arn, listener.arn);
  }
}

function useKey(targetGroupArn: string, listener: Listener): string {
  return `${keyOf(targetGroupArn)}/${keyOf(listener.arn)}`;
}

function listenerOf(call: Call, arn: string | undefined): Listener {
  const listener = listeners(call.world).get(keyOf(arn ?? ''));
  if (listener && listener.region === call.region) return listener;
  throw new AwsError('ListenerNotFound', `there is no listener ${arn}`);
}

function sameSettings(a: Listener, b: Listener): boolean {
  const settings = ({ protocol, port, sslPolicy, certificateArn, defaultActions }: Listener) =>
    JSON.stringify([protocol, port, sslPolicy, certificateArn, defaultActions]);
  return settings(a) === settings(b);
}
