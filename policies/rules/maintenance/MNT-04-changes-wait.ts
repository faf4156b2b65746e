import { anyOf, missing, pass, type Resource, requires, rule, type Scope, together } from 'evenkeel/policy';
import { onlyProd } from '../../facts/audience.ts';

const DATABASE = 'aws:rds/instance:Instance';
const REPOSITORY = 'aws:ecr/repository:Repository';
const REGISTRY = 'aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration';

export const mnt04 = rule({
  id: 'MNT-04',
  title: 'Changes of a production database wait for its window; images are scanned and keep their tags',
  why: 'A change that is applied at once restarts the database at noon; a tag that moves deploys what nobody tested.',
  remedy: 'Leave out `applyImmediately`; set `scanOnPush` and `imageTagMutability: IMMUTABLE`.',
  severity: 'medium',
  types: [DATABASE, REPOSITORY],
  reads: [REGISTRY],
  decidedAt: 'preview',
  cannotSee: ['changes that a person makes at once', 'what a scan found and who reads it'],
  parameters: {},
  appliesTo: (resource) => resource.type !== DATABASE || onlyProd(resource),
  check: {
    [DATABASE]: requires('applyImmediately', false, { default: false }),
    [REPOSITORY]: together(
      requires('imageTagMutability', 'IMMUTABLE', { default: 'MUTABLE' }),
      (repository, _, { estate }) =>
        isScanned(repository, estate)
          ? pass()
          : missing(estate, 'is not scanned on push', 'imageScanningConfiguration'),
    ),
  },
});

/** By itself, or by a rule of its registry. Source: "Image scanning", Amazon ECR User Guide; ECR.1, Security Hub. */
function isScanned(repository: Resource, estate: Scope): boolean {
  return anyOf(
    () => repository.read('imageScanningConfiguration.scanOnPush') === true,
    () => estate.all(REGISTRY).some((registry) => registry.region === repository.region && scansAll(registry)),
  );
}

function scansAll(registry: Resource): boolean {
  return registry.list('rules').some((one) => {
    const isOnPush = ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'].includes(one.text('scanFrequency') ?? '');
    return isOnPush && one.list('repositoryFilters').some((filter) => filter.text('filter') === '*');
  });
}
