import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Mutation, type RuleCase, stackOf } from '../build.ts';
import { all, changesTo, OPEN } from './builders.ts';

/** "Encrypted in transit and at rest." */
const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const SEARCH = 'aws:opensearch/domain:Domain';
const redis = { description: 'sessions', engine: 'redis', engineVersion: '7.1', nodeType: 'cache.m7g.large' };
const both = { atRestEncryptionEnabled: true, transitEncryptionEnabled: true };
const domain = {
  engineVersion: 'OpenSearch_2.17',
  encryptAtRest: { enabled: true },
  nodeToNodeEncryption: { enabled: true },
  domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: 'Policy-Min-TLS-1-2-2019-07' },
};

export const cases: readonly RuleCase[] = [
  {
    title: 'a cache and a search domain are encrypted in transit and at rest',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(CACHE, 'sessions', { ...redis, ...both });
        add(SEARCH, 'search', domain);
      }),
    ],
    expect: all(['sessions', 'search'], 'pass'),
  },
  {
    title: 'one half does not do',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(CACHE, 'at-rest', { ...redis, ...both, transitEncryptionEnabled: false });
        add(CACHE, 'in-transit', { ...redis, ...both, atRestEncryptionEnabled: false });
        const off = { computed: { atRestEncryptionEnabled: false, transitEncryptionEnabled: false } };
        add(CACHE, 'silent', redis, off);
        add(SEARCH, 'stored', { ...domain, nodeToNodeEncryption: { enabled: false } });
        add(SEARCH, 'sent', { ...domain, encryptAtRest: { enabled: false } });
        add(SEARCH, 'by-http', { ...domain, domainEndpointOptions: { enforceHttps: false } });
      }),
    ],
    expect: all(['at-rest', 'in-transit', 'silent', 'stored', 'sent', 'by-http'], 'fail'),
  },
  {
    title: 'what AWS made of what the program left out decides',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(CACHE, 'valkey', { ...redis, engine: 'valkey', transitEncryptionEnabled: true }, { computed: both });
      }),
    ],
    expect: [{ name: 'valkey', verdict: 'pass' }],
  },
  {
    title: 'what is not known yet is not decided, and hides no failure',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        add(CACHE, 'sessions', { ...redis, ...both });
        add(CACHE, 'open', { ...redis, ...both, atRestEncryptionEnabled: UNKNOWN });
        add(CACHE, 'in-clear', { ...redis, atRestEncryptionEnabled: UNKNOWN, transitEncryptionEnabled: false });
        add(SEARCH, 'search', { ...domain, encryptAtRest: UNKNOWN });
      }),
    ],
    expect: [
      { name: 'sessions', verdict: 'pass' },
      ...all(['open', 'search'], OPEN),
      { name: 'in-clear', verdict: 'fail' },
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(CACHE, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const change = changesTo('a cache and a search domain are encrypted in transit and at rest');

export const mutations: readonly Mutation[] = [
  change('the cache is not encrypted at rest', 'sessions', { atRestEncryptionEnabled: false }),
  change('the cache is not encrypted in transit', 'sessions', { transitEncryptionEnabled: false }),
  change('the domain is not encrypted at rest', 'search', { encryptAtRest: { enabled: false } }),
  change('the nodes of the domain talk in the clear', 'search', { nodeToNodeEncryption: { enabled: false } }),
  change('the domain answers by HTTP', 'search', { domainEndpointOptions: { enforceHttps: false } }),
];
