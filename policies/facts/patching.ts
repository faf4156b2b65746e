import {
  allOf,
  anyOf,
  type Block,
  every,
  type Finding,
  firstOf,
  missing,
  must,
  pass,
  type Resource,
  type Scope,
  some,
  Undecided,
} from 'evenkeel/policy';

export const WINDOW = 'aws:ssm/maintenanceWindow:MaintenanceWindow';
export const TARGET = 'aws:ssm/maintenanceWindowTarget:MaintenanceWindowTarget';
export const TASK = 'aws:ssm/maintenanceWindowTask:MaintenanceWindowTask';
export const BASELINE = 'aws:ssm/patchBaseline:PatchBaseline';
export const GROUP = 'aws:ssm/patchGroup:PatchGroup';
export const DEFAULT_BASELINE = 'aws:ssm/defaultPatchBaseline:DefaultPatchBaseline';
export const HOST = 'aws:ec2/instance:Instance';
export const FLEET = 'aws:autoscaling/group:Group';

/** Documents that install patches. Source: "SSM Command documents for patching", AWS Systems Manager User Guide (from memory, unverified). */
const INSTALLS = /(^|\/)AWS-RunPatchBaseline(Association|WithHooks)?$/;

/** A tag as the hosts themselves bear it: a fleet hands on those alone that are propagated at launch. */
function tagOfHosts(resource: Resource, name: string): string | undefined {
  if (resource.type !== FLEET) return resource.tag(name);
  const propagated = resource.list('tags').filter((tag) => tag.read('propagateAtLaunch') === true);
  return firstOf(propagated, (tag) => tag.text('key') === name)?.text('value');
}

/** Whether an enabled window runs a task that installs patches on the hosts, by a target of the window that names them. */
export function isPatched(hosts: Resource, estate: Scope): Finding {
  const targets = estate.having(TARGET, regionOf, hosts.region).filter((target) => isNotSurelyOff(target, hosts));
  const found = some(targets, (target) => must(isPatching(target), UNPATCHED));
  return found.verdict === 'fail' ? missing(estate, UNPATCHED) : found;
}

const UNPATCHED = 'is reached by no enabled window with a task that installs patches';

function isNotSurelyOff(target: Resource, hosts: Resource): boolean {
  return anyOf(...target.list('targets').map((one) => () => names(one, target, hosts)), () => false);
}

/** `tag:Patch Group` with its values, `tag-key`, or `InstanceIds`. Source: Target, Systems Manager API reference. */
function names(one: Block, target: Resource, hosts: Resource): boolean {
  const key = one.text('key') ?? '';
  const values = () => one.texts('values');
  if (key === 'InstanceIds')
    return target.toAll('targets.values', HOST).some((host) => host.isSeen && host.urn === hosts.urn);
  if (key === 'tag-key') return values().some((name) => tagOfHosts(hosts, name) !== undefined);
  if (!key.startsWith('tag:')) throw new Undecided('targets', `${key} cannot be looked up`);
  const value = tagOfHosts(hosts, key.slice(4));
  return value !== undefined && values().includes(value);
}

function isPatching(target: Resource): boolean {
  const window = target.to('windowId', WINDOW);
  if (window === undefined) return false;
  return allOf(
    () => window.readOr('enabled', true) !== false,
    () => firstOf(window.from(TASK, 'windowId'), (task) => installs(task, target)) !== undefined,
  );
}

function installs(task: Resource, target: Resource): boolean {
  const parameters = task.list('taskInvocationParameters.runCommandParameters.parameters');
  return allOf(
    () => INSTALLS.test(task.text('taskArn') ?? ''),
    () => parameters.some((one) => one.text('name') === 'Operation' && one.texts('values').includes('Install')),
    () => task.toAll('targets.values', TARGET).some((one) => one.isSeen && one.urn === target.urn),
  );
}

/**
 * Whether the baseline of the hosts approves critical patches within some days. That of a patch group, else the account's default one, else
 * AWS's own, which approves them after seven days. Source: "Predefined and custom patch baselines", AWS Systems Manager User Guide (from memory,
 * unverified).
 */
export function approvesCritical(hosts: Resource, estate: Scope, days: number): Finding {
  const group = tagOfHosts(hosts, 'Patch Group') ?? tagOfHosts(hosts, 'PatchGroup');
  const ofGroup =
    group === undefined ? [] : estate.having(GROUP, groupOf, group).filter((one) => one.region === hosts.region);
  const defaults = estate.having(DEFAULT_BASELINE, regionOf, hosts.region);
  const bound = ofGroup.length > 0 ? ofGroup : defaults;
  if (bound.length === 0)
    return must(days >= 7, 'has AWS’s own baseline, which approves critical patches after 7 days');
  return every(bound, (one) => {
    const baseline = one.to('baselineId', BASELINE);
    const approves = baseline === undefined ? [] : baseline.list('approvalRules');
    return some(approves, (rule) => coversCritical(rule, days));
  });
}

function coversCritical(rule: Block, days: number): Finding {
  const filters = rule.list('patchFilters');
  const admits = (key: string, wanted: readonly string[]) =>
    filters.every((one) => one.text('key') !== key || one.texts('values').some((value) => wanted.includes(value)));
  const isCritical = admits('SEVERITY', ['Critical', '*']) && admits('MSRC_SEVERITY', ['Critical', '*']);
  if (!isCritical || !admits('CLASSIFICATION', SECURITY))
    return must(false, 'has a baseline that approves no critical patches');
  const wait = rule.number('approveAfterDays');
  if (wait !== undefined && wait <= days) return pass();
  return must(
    false,
    `has a baseline that approves critical patches ${wait === undefined ? 'of a fixed day' : `after ${wait} days`}`,
  );
}

/** Classifications under which Linux and Windows publish security fixes. */
const SECURITY = ['Security', 'SecurityUpdates', 'CriticalUpdates', '*'];

function regionOf(resource: Resource): string {
  return resource.region;
}

function groupOf(resource: Resource): string | undefined {
  return resource.text('patchGroup');
}
