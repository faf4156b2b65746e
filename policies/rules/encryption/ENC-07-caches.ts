import { must, type Resource, requires, rule, together } from 'evenkeel/policy';

const CACHE = 'aws:elasticache/replicationGroup:ReplicationGroup';
const SEARCH = 'aws:opensearch/domain:Domain';

export const enc07 = rule({
  id: 'ENC-07',
  title: 'Caches and search domains are encrypted in transit and at rest',
  why: 'Sessions and search indices are copies of what the databases hold, and travel between many nodes.',
  remedy:
    'Set `atRestEncryptionEnabled`, `transitEncryptionEnabled` and mode `required` on caches; `encryptAtRest`, `nodeToNodeEncryption` and `enforceHttps` on domains.',
  severity: 'medium',
  types: [CACHE, SEARCH],
  decidedAt: 'deployed',
  cannotSee: [
    'which clients connect without TLS while a cache’s mode is `preferred`: that mode fails',
    'whether TLS is of a current version (NET and ENC controls of the balancers see theirs)',
  ],
  parameters: {},
  check: {
    [CACHE]: together(
      requires('atRestEncryptionEnabled', true, { message: 'is not encrypted at rest' }),
      requires('transitEncryptionEnabled', true, { message: 'is not encrypted in transit' }),
      requiresTls,
    ),
    [SEARCH]: together(
      requires('encryptAtRest.enabled', true, { message: 'is not encrypted at rest' }),
      requires('nodeToNodeEncryption.enabled', true, { message: 'has nodes that talk in the clear' }),
      requires('domainEndpointOptions.enforceHttps', true, { default: true, message: 'answers by HTTP' }),
    ),
  },
});

/** Mode `preferred` is for the time of a migration: it answers in the clear too (CreateReplicationGroup, ElastiCache API reference). */
function requiresTls(cache: Resource) {
  const path = 'transitEncryptionMode';
  return must(!cache.isGiven(path) || cache.text(path) !== 'preferred', 'answers in the clear, too', path);
}
