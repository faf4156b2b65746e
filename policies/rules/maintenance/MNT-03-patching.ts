import { rule, together } from 'evenkeel/policy';
import * as facts from '../../facts/patching.ts';

export const mnt03 = rule({
  id: 'MNT-03',
  title: 'Every host and fleet is patched in a window, critical patches within seven days',
  why: 'A host that no window reaches keeps every hole that it was started with.',
  remedy: 'Tag it with a patch group, let a maintenance window run `AWS-RunPatchBaseline` with `Install` on the group.',
  severity: 'high',
  types: [facts.HOST, facts.FLEET],
  reads: [facts.WINDOW, facts.TARGET, facts.TASK, facts.BASELINE, facts.GROUP, facts.DEFAULT_BASELINE],
  decidedAt: 'preview',
  cannotSee: [
    'fleets that are patched by being replaced with a newer image',
    'patch policies of Quick Setup, and windows that other stacks than those given hold',
    'whether the agent runs and may reach the service',
  ],
  parameters: { days: { default: 7, means: 'the most days after which a critical patch is approved' } },
  check: together(
    (resource, _, { estate }) => facts.isPatched(resource, estate),
    (resource, { days }, { estate }) => facts.approvesCritical(resource, estate, Number(days)),
  ),
});
