import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';

/**
 * "Runtime supported and >N days from deprecation." Dates of AWS: python3.8 was deprecated on 2024-10-14, nodejs18.x on 2025-09-01, nodejs20.x on
 * 2026-04-30; nodejs22.x is on 2027-04-30, python3.13 in 2029.
 */
function lambda(add: Add, name: string, runtime: Given | undefined, more: Record<string, Given> = {}): void {
  add('aws:lambda/function:Function', name, {
    role: 'arn:aws:iam::111122223333:role/run',
    handler: 'x',
    runtime,
    ...more,
  });
}

const good = 'a function’s runtime is supported for long';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: [stackOf({ name: 'prod' }, (add) => lambda(add, 'function', 'python3.13'))],
    expect: [{ name: 'function', verdict: 'pass' }],
  },
  {
    title: 'runtimes that are deprecated fail',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        lambda(add, 'python', 'python3.8');
        lambda(add, 'node', 'nodejs18.x');
      }),
    ],
    expect: [
      { name: 'python', verdict: 'fail', messageIncludes: 'python3.8' },
      { name: 'node', verdict: 'fail' },
    ],
  },
  {
    title: 'a function that is an image brings its own runtime',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        lambda(add, 'image', undefined, { packageType: 'Image', imageUri: '111122223333.dkr.ecr/app:1' });
      }),
    ],
    expect: [{ name: 'image', verdict: 'not-applicable' }],
  },
  {
    title: 'ten days before the deprecation is too near',
    at: '2027-04-20T00:00:00Z',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        lambda(add, 'near', 'nodejs22.x');
        lambda(add, 'far', 'python3.13');
      }),
    ],
    expect: [
      { name: 'near', verdict: 'fail', messageIncludes: '2027-04-30' },
      { name: 'far', verdict: 'pass' },
    ],
  },
  {
    title: 'a year before its deprecation the same runtime is well',
    at: '2025-12-01T00:00:00Z',
    stacks: [stackOf({ name: 'prod' }, (add) => lambda(add, 'function', 'nodejs22.x'))],
    expect: [{ name: 'function', verdict: 'pass' }],
  },
  {
    title: 'a runtime that no table holds, or that is not known yet, is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        lambda(add, 'odd', 'cobol85');
        lambda(add, 'open', UNKNOWN);
      }),
    ],
    expect: [
      { name: 'odd', verdict: 'unknown' },
      { name: 'open', verdict: ['unknown', 'pending'] },
    ],
  },
];

function runs(edit: string, runtime: string): Mutation {
  return {
    of: good,
    edit,
    mutate: (stacks) => set(pick(stacks, 'function'), { runtime }),
    expect: [{ name: 'function', verdict: 'fail' }],
  };
}

export const mutations: readonly Mutation[] = [
  runs('its runtime is of Python 3.8', 'python3.8'),
  runs('its runtime is of Node.js 16', 'nodejs16.x'),
  runs('its runtime is of Node.js 20, which was deprecated this year', 'nodejs20.x'),
  runs('its runtime is of Go 1', 'go1.x'),
];
