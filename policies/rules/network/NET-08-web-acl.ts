import { anyOf, type Check, has, missing, must, pass, type Resource, rule } from 'evenkeel/policy';
import { CLASSIC_ASSOCIATION, WEB_ACL, WEB_ACL_ASSOCIATION } from '../../facts/web-acl.ts';

const BALANCER = 'aws:lb/loadBalancer:LoadBalancer';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const STAGE = 'aws:apigateway/stage:Stage';
const REST_API = 'aws:apigateway/restApi:RestApi';

const BARE = 'has no web ACL before it';

const isGuarded: Check = (resource, _, { estate }) => {
  const isBefore = [WEB_ACL_ASSOCIATION, CLASSIC_ASSOCIATION].map((type) => () => has(resource, type, 'resourceArn'));
  return anyOf(...isBefore) ? pass() : missing(estate, BARE);
};

export const net08 = rule({
  id: 'NET-08',
  title: 'What faces the internet has a web ACL before it',
  why: 'Whatever anyone sends reaches the application as it is; a web ACL stops floods and known attacks first.',
  remedy: 'Add a `wafv2.WebAclAssociation` for the balancer or the stage; give a distribution `webAclId`.',
  severity: 'high',
  types: [BALANCER, DISTRIBUTION, STAGE],
  reads: [WEB_ACL, WEB_ACL_ASSOCIATION, CLASSIC_ASSOCIATION, REST_API],
  decidedAt: 'preview',
  cannotSee: ['an association that AWS Firewall Manager makes', 'what the web ACL lets through (NET-09)'],
  parameters: {},
  appliesTo(resource) {
    if (resource.type === STAGE) return isPrivate(resource) ? 'is of a private API' : true;
    if (resource.type === DISTRIBUTION) return true;
    if (resource.readOr('loadBalancerType', 'application') !== 'application')
      return 'is no application load balancer: a web ACL cannot stand before it';
    const told = resource.isPlanned ? resource.declared : resource;
    return told.read('internal') === true ? 'is internal' : true;
  },
  check: {
    [BALANCER]: isGuarded,
    [STAGE]: isGuarded,
    [DISTRIBUTION]: (one) => {
      const isNamed = () => one.to('webAclId', WEB_ACL)?.isSeen === true;
      return must(() => anyOf(isNamed, () => one.readOr('webAclId', '') !== ''), BARE, 'webAclId');
    },
  },
});

function isPrivate(stage: Resource): boolean {
  const api = stage.to('restApi', REST_API);
  return api?.isSeen === true && String(api.read('endpointConfiguration.types') ?? '') === 'PRIVATE';
}
