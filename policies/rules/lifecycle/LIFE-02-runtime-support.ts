import { rule } from 'evenkeel/policy';
import dates from '../../facts/lambda-runtimes.json' with { type: 'json' };
import { isSupported } from '../../facts/support.ts';

export const life02 = rule({
  id: 'LIFE-02',
  title: 'A function’s runtime is supported, and not about to be deprecated',
  why: 'A deprecated runtime gets no fixes; after a while functions of it can be neither made nor changed, not even to repair them.',
  remedy: 'Move the function to a later runtime.',
  severity: 'high',
  types: ['aws:lambda/function:Function'],
  decidedAt: 'preview',
  cannotSee: ['what a container image or a layer brings along', 'dates that AWS announced after the table was read'],
  parameters: { days: { default: 90, means: 'days that must be left before the runtime is deprecated' } },
  appliesTo: (resource) =>
    resource.readOr('packageType', 'Zip') !== 'Image' || 'is a container image, which brings its own runtime',
  check: (resource, { days }, { nowMs }) =>
    isSupported(dates, 'lambda', `${resource.need('runtime')}`, { days, nowMs, property: 'runtime' }),
});
