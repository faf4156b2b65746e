import { every, must, pass, type Resource, rule } from 'evenkeel/policy';
import { daysUntil } from '../../facts/days.ts';
import { TAGGABLE } from '../../facts/tags.ts';

/** Types that leave a snapshot when they are deleted. */
const LEAVES_A_SNAPSHOT = [
  'aws:rds/instance:Instance',
  'aws:rds/cluster:Cluster',
  'aws:docdb/cluster:Cluster',
  'aws:neptune/cluster:Cluster',
  'aws:redshift/cluster:Cluster',
];

export const life05 = rule({
  id: 'LIFE-05',
  title: 'What is to retire has a day that is not past, and near that day a runbook and a final backup',
  why: 'What should be gone is patched by nobody; what goes without a runbook and a backup takes with it what the law wants kept.',
  remedy: 'Retire it, or move `retire-by`; name the runbook in the tag `decommission-runbook`, and the final snapshot.',
  severity: 'medium',
  types: TAGGABLE,
  decidedAt: 'preview',
  cannotSee: [
    'whether the runbook that the tag names exists and was rehearsed',
    'the final backup of a type that leaves no snapshot of its own: a bucket, a host, a table',
  ],
  parameters: {
    days: { default: 90, means: 'days before retirement in which runbook and final backup must be named' },
  },
  appliesTo: (resource) => resource.tag('retire-by') !== undefined || 'has no tag retire-by',
  check(resource, { days }, { nowMs }) {
    const day = String(resource.tag('retire-by'));
    const left = daysUntil(day, nowMs);
    if (left === undefined) return must(false, `has a tag retire-by that is no day: "${day}"`, 'tags');
    if (left < 0) return must(false, `should have retired by ${day}`, 'tags');
    if (left > days) return pass();
    return every([hasRunbook, hasBackup], (part) => part(resource, `retires by ${day}`));
  },
});

function hasRunbook(resource: Resource, said: string) {
  return must(resource.hasTag('decommission-runbook'), `${said} and names no runbook: decommission-runbook`, 'tags');
}

function hasBackup(resource: Resource, said: string) {
  if (!LEAVES_A_SNAPSHOT.includes(resource.type)) return pass();
  const leavesOne = resource.readOr('skipFinalSnapshot', false) !== true && resource.isGiven('finalSnapshotIdentifier');
  return must(leavesOne, `${said} and leaves no final backup`, 'finalSnapshotIdentifier');
}
