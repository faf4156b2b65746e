import type { ResourceResult, StackOutcome } from '../engine/index.ts';
import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { placeInFile } from '../system/place-in-file.ts';
import type { Subject } from './estate.ts';

/** A change of a live system that a runbook makes and `up` does not. */
export interface RunbookChange {
  readonly stack: string;
  readonly urn: string;
  readonly runbook: 'upgrade-fleet' | 'upgrade-database';
  /** What changes, in words. */
  readonly what: string;
}

/** The changes of a preview, or an update, that only a runbook makes: of what is there already, never of what is new. */
export function runbookChanges(outcomes: readonly StackOutcome[]): RunbookChange[] {
  return outcomes.flatMap(({ stack, resources }) => {
    const live = resources.filter(({ op }) => op === 'update' || op === 'replace');
    const templates = live.filter(({ urn }) => typeOf(urn) === TEMPLATE);
    return live.flatMap((resource): RunbookChange[] => {
      const { urn } = resource;
      const type = typeOf(urn);
      const changes = (...properties: readonly string[]) => properties.some((name) => changed(resource, name));
      if (type === TEMPLATE && changes('imageId')) {
        return [{ stack, urn, runbook: 'upgrade-fleet', what: 'the image' }];
      }
      // a version that follows from no change of the template: one that a run made and did not finish, or took back
      if (type === GROUP && templates.length === 0 && changes(...VERSIONS)) {
        return [{ stack, urn, runbook: 'upgrade-fleet', what: 'the version of the launch template' }];
      }
      if (DATABASES.includes(type) && changes('engineVersion')) {
        return [{ stack, urn, runbook: 'upgrade-database', what: 'the version of the database' }];
      }
      return [];
    });
  });
}

/** Throws where an `up` would make what only a runbook may make; names the place in the system file and the runbook. */
export function refuseRunbookChanges(
  { system, environment, file, stacks }: Subject,
  outcomes: readonly StackOutcome[],
): void {
  const found = runbookChanges(outcomes);
  if (found.length === 0) return;
  const sites = environment.sites;
  const at = ({ stack, runbook }: RunbookChange) => {
    if (runbook === 'upgrade-database') return placeInFile(file)(['database', 'version']);
    const site = stacks.find((spec) => spec.stack === stack)?.site;
    const index = sites.findIndex(({ name }) => name === site);
    return placeInFile(file)(['environments', environment.name, 'sites', Math.max(0, index), 'image']);
  };
  throw new EvenkeelError(
    found.map((one) => ({
      code: 'change-by-runbook',
      at: at(one),
      message: `${one.what} of ${one.stack} would change while ${system.system} is live`,
      found: one.urn.split('::').at(-1) ?? one.urn,
      allowed: 'an up that leaves the images and the database version of what runs alone',
      next: nextOf(one, system.system, environment.name),
    })),
    { exitCode: ExitCode.stoppedForPerson },
  );
}

/** For the text of a preview: which runbook makes what. */
export function runbookLines({ system, environment }: Subject, outcomes: readonly StackOutcome[]): string[] {
  const found = runbookChanges(outcomes);
  const first = found.filter((one, index) => found.findIndex(({ runbook }) => runbook === one.runbook) === index);
  return first.map(
    (one) => `${nextOf(one, system.system, environment.name)} makes the change of ${one.what}: up refuses it.`,
  );
}

const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const GROUP = 'aws:autoscaling/group:Group';
const DATABASES: readonly string[] = [
  'aws:rds/cluster:Cluster',
  'aws:rds/clusterInstance:ClusterInstance',
  'aws:rds/globalCluster:GlobalCluster',
];
const VERSIONS = ['mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.version', 'launchTemplate.version'];

function nextOf({ runbook }: RunbookChange, system: string, environment: string): string {
  return `evenkeel run ${runbook} ${system}${environment === 'prod' ? '' : ` --env ${environment}`}`;
}

function typeOf(urn: string): string {
  return urn.split('::')[2]?.split('$').at(-1) ?? '';
}

/** A difference that is drift alone changes nothing. */
function changed({ diff }: ResourceResult, property: string): boolean {
  const kind = diff?.[property];
  return kind !== undefined && kind !== 'drift';
}
