import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/** "Every EC2/ASG is covered by a patch window target and a baseline (critical ≤7 days)." A baseline is found by the tag `Patch Group`. */
const HOST = 'aws:ec2/instance:Instance';
const FLEET = 'aws:autoscaling/group:Group';

const BY_TAG = [{ key: 'tag:Patch Group', values: ['web'] }];
const WITHIN_A_WEEK = [
  {
    approveAfterDays: 7,
    complianceLevel: 'CRITICAL',
    patchFilters: [
      { key: 'CLASSIFICATION', values: ['Security'] },
      { key: 'SEVERITY', values: ['Critical'] },
    ],
  },
];

/** A window with a target and the task that patches, and a baseline for the group `web`. */
function patching(add: Add, targets: Given = BY_TAG, approvalRules: Given = WITHIN_A_WEEK): void {
  const window = add('aws:ssm/maintenanceWindow:MaintenanceWindow', 'window', {
    schedule: 'cron(0 3 ? * SUN *)',
    duration: 3,
    cutoff: 1,
    enabled: true,
  });
  const target = add('aws:ssm/maintenanceWindowTarget:MaintenanceWindowTarget', 'window-target', {
    windowId: window.ref('id'),
    resourceType: 'INSTANCE',
    targets,
  });
  add('aws:ssm/maintenanceWindowTask:MaintenanceWindowTask', 'task', {
    windowId: window.ref('id'),
    taskType: 'RUN_COMMAND',
    taskArn: 'AWS-RunPatchBaseline',
    targets: [{ key: 'WindowTargetIds', values: [target.ref('id')] }],
    taskInvocationParameters: { runCommandParameters: { parameters: [{ name: 'Operation', values: ['Install'] }] } },
  });
  const baseline = { operatingSystem: 'AMAZON_LINUX_2023', approvalRules };
  const one = add('aws:ssm/patchBaseline:PatchBaseline', 'baseline', baseline);
  add('aws:ssm/patchGroup:PatchGroup', 'group', { baselineId: one.ref('id'), patchGroup: 'web' });
}

function host(add: Add, name: string, tags: Given): void {
  add(HOST, name, { ami: 'ami-0e5a6d21c0ffee101', instanceType: 'm7g.large', tags });
}

function fleet(add: Add, name: string, value: string, propagateAtLaunch = true): void {
  add(FLEET, name, { minSize: 2, maxSize: 6, tags: [{ key: 'Patch Group', value, propagateAtLaunch }] });
}

const good = 'hosts and fleets of a patch group are patched every Sunday';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        patching(add);
        host(add, 'host', { 'Patch Group': 'web' });
        fleet(add, 'fleet', 'web');
      }),
    ],
    expect: [
      { name: 'host', verdict: 'pass' },
      { name: 'fleet', verdict: 'pass' },
    ],
  },
  {
    title: 'a host and a fleet that no window reaches fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        host(add, 'host', { Name: 'host' });
        fleet(add, 'fleet', 'batch');
        patching(add);
      }),
    ],
    expect: [
      { name: 'host', verdict: 'fail' },
      { name: 'fleet', verdict: 'fail' },
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(HOST, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
  {
    title: 'in a first preview the edges tell window, target and task',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        patching(add);
        host(add, 'host', { 'Patch Group': 'web' });
        host(add, 'lost', { 'Patch Group': 'batch' });
      }),
    ],
    expect: [
      { name: 'host', verdict: 'pass' },
      { name: 'lost', verdict: 'fail' },
    ],
  },
  {
    title: 'a tag that a fleet keeps for itself reaches none of its hosts',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        patching(add);
        fleet(add, 'fleet', 'web', false);
      }),
    ],
    expect: [{ name: 'fleet', verdict: 'fail' }],
  },
  {
    title: 'tags that are not known yet, and rules that are not, are not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        patching(add);
        host(add, 'host', UNKNOWN);
      }),
      stackOf({ name: 'other', preview: true }, (add) => {
        host(add, 'group', { 'Patch Group': UNKNOWN });
      }),
    ],
    expect: [
      { name: 'host', verdict: ['unknown', 'pending'] },
      { name: 'group', type: 'instance:Instance', verdict: ['unknown', 'pending'] },
    ],
  },
];

const both = [
  { name: 'host', verdict: 'fail' as const },
  { name: 'fleet', verdict: 'fail' as const },
];

function changed(edit: string, name: string, properties: Parameters<typeof set>[1]): Mutation {
  return { of: good, edit, mutate: (stacks) => set(pick(stacks, name), properties), expect: both };
}

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the target is taken away',
    mutate: (stacks) => drop(stacks, 'window-target'),
    expect: both,
  },
  { of: good, edit: 'the task is taken away', mutate: (stacks) => drop(stacks, 'task'), expect: both },
  changed('the window is disabled', 'window', { enabled: false }),
  changed('the target names another group', 'window-target', {
    targets: [{ key: 'tag:Patch Group', values: ['batch'] }],
  }),
  changed('the task does something else', 'task', { taskArn: 'AWS-RunShellScript' }),
  changed('critical patches wait eight days', 'baseline', {
    approvalRules: [{ ...WITHIN_A_WEEK[0], approveAfterDays: 8 }] as never,
  }),
  changed('critical patches are not among those that the baseline approves', 'baseline', {
    approvalRules: [{ approveAfterDays: 7, patchFilters: [{ key: 'SEVERITY', values: ['Low'] }] }],
  }),
  {
    of: good,
    edit: 'the host loses its group',
    mutate: (stacks) => set(pick(stacks, 'host'), { tags: { Name: 'host' } }),
    expect: [{ name: 'host', verdict: 'fail' }],
  },
  {
    of: good,
    edit: 'the fleet gets another group',
    mutate: (stacks) =>
      set(pick(stacks, 'fleet'), { tags: [{ key: 'Patch Group', value: 'batch', propagateAtLaunch: true }] }),
    expect: [{ name: 'fleet', verdict: 'fail' }],
  },
];
