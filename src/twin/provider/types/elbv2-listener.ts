import type { Listener } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { PropertyMap, PropertyValue } from '../../../lib/property.ts';
import { notModelled } from '../../aws-error.ts';
import type { Adapter } from '../adapter.ts';
import { gone, listedTags, optional } from './common.ts';
import { retagElb, tagsAt } from './elbv2-common.ts';
import { apiNames, isMap, likeKnown, maps, pulumiNames } from './shape.ts';

export const listener: Adapter = {
  type: 'aws:lb/listener:Listener',

  create(inputs, aws) {
    const { Listeners } = aws.call<{ Listeners: Listener[] }>('elbv2', 'CreateListener', {
      LoadBalancerArn: inputs['loadBalancerArn'],
      ...settingsOf(inputs),
      Tags: listedTags(inputs),
    });
    const arn = Listeners[0]?.ListenerArn ?? '';
    aws.settle(arn);
    return arn;
  },

  read(arn, aws, known) {
    const found = gone(
      () => aws.call<{ Listeners: Listener[] }>('elbv2', 'DescribeListeners', { ListenerArns: [arn] }),
      'ListenerNotFound',
    );
    const [record] = found?.Listeners ?? [];
    if (!record) return undefined;
    return {
      arn,
      loadBalancerArn: record.LoadBalancerArn,
      port: record.Port,
      protocol: record.Protocol,
      sslPolicy: record.SslPolicy,
      certificateArn: record.Certificates?.[0]?.CertificateArn,
      alpnPolicy: record.AlpnPolicy?.[0],
      defaultActions: likeKnown((record.DefaultActions ?? []).map(actionTold), known['defaultActions']),
      tags: tagsAt(aws, arn),
    };
  },

  update(arn, change, aws) {
    const settings = ['port', 'protocol', 'sslPolicy', 'certificateArn', 'alpnPolicy', 'defaultActions'];
    const others = [...change.changed].filter((name) => !settings.includes(name) && !name.startsWith('tags'));
    if (others.length > 0) throw notModelled(`${others.sort().join(', ')} of aws:lb/listener:Listener`);
    if (settings.some((name) => change.changed.has(name))) {
      aws.call('elbv2', 'ModifyListener', { ListenerArn: arn, ...settingsOf(change.after) });
      aws.settle(arn);
    }
    retagElb(aws, arn, change);
  },

  delete(arn, _state, aws) {
    aws.call('elbv2', 'DeleteListener', { ListenerArn: arn });
  },
};

function settingsOf(inputs: PropertyMap): object {
  const attribute = Object.keys(inputs).find((name) => /^routingHttp|^tcpIdleTimeout/.test(name) && inputs[name]);
  if (attribute) throw notModelled(`${attribute} of aws:lb/listener:Listener`);
  return {
    ...optional('Port', inputs['port']),
    ...optional('Protocol', inputs['protocol']),
    ...optional('SslPolicy', inputs['sslPolicy'] || undefined),
    ...(inputs['certificateArn'] && { Certificates: [{ CertificateArn: inputs['certificateArn'] }] }),
    ...(inputs['alpnPolicy'] && { AlpnPolicy: [inputs['alpnPolicy']] }),
    ...(isMap(inputs['mutualAuthentication']) && { MutualAuthentication: apiNames(inputs['mutualAuthentication']) }),
    DefaultActions: maps(inputs['defaultActions']).map(actionOf),
  };
}

/** Inputs of an action and the API's names: what is inside follows `apiNames` but for the lists of `forward`. */
const CONFIGS = {
  redirect: 'RedirectConfig',
  fixedResponse: 'FixedResponseConfig',
  authenticateCognito: 'AuthenticateCognitoConfig',
  authenticateOidc: 'AuthenticateOidcConfig',
} as const;
const FORWARD = { arn: 'TargetGroupArn', stickiness: 'TargetGroupStickinessConfig', duration: 'DurationSeconds' };

function actionOf(action: PropertyMap): PropertyValue {
  const configs = Object.entries(CONFIGS).flatMap(([input, member]) =>
    isMap(action[input]) ? [[member, apiNames(action[input])] as const] : [],
  );
  return {
    Type: action['type'],
    ...optional('Order', action['order']),
    ...optional('TargetGroupArn', action['targetGroupArn'] || undefined),
    ...(isMap(action['forward']) && { ForwardConfig: apiNames(action['forward'], FORWARD) }),
    ...Object.fromEntries(configs),
  };
}

function actionTold(action: object): PropertyMap {
  const { Type, Order, TargetGroupArn, ForwardConfig, ...others } = action as Record<string, PropertyValue | undefined>;
  const configs = Object.entries(CONFIGS).flatMap(([input, member]) =>
    others[member] ? [[input, pulumiNames(others[member])] as const] : [],
  );
  return {
    type: Type,
    order: Order,
    targetGroupArn: TargetGroupArn,
    ...(ForwardConfig && { forward: pulumiNames(ForwardConfig, FORWARD) }),
    ...Object.fromEntries(configs),
  };
}
