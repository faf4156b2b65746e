import { urn, thing as urnOfThing } from '../case.ts';
import { cases, exclusive, group, thing, typed, up } from './build.ts';

const id = (name: string) => ({ $out: `${name}.id` });
const stamp = (name: string) => ({ $out: `${name}.stamp` });
const first = [thing('a', { size: 1 }), thing('b', { by: stamp('a'), size: 1 }), thing('c', { size: 1 })];
const second = [thing('a', { size: 2 }), thing('b', { by: stamp('a'), size: 2 }), thing('c', { size: 2 })];

const table = cases({
  'select-an-update': [up(first), up(second, { select: [urnOfThing('a')] }), up(second)],
  'select-by-pattern': [up(first), up(second, { select: ['**::c'] })],
  'select-an-update-with-dependents': [up(first), up(second, { select: [urnOfThing('a')], selectDependents: true })],
  'select-a-creation': [
    up(first),
    up([...first, thing('d'), thing('e')], { select: [urnOfThing('d')] }),
    up([...first, thing('d'), thing('e')]),
  ],
  'select-a-creation-that-needs-another': [
    up(first),
    up([...first, thing('d'), thing('e', { uses: id('d') })], { select: [urnOfThing('e')] }),
  ],
  'select-nothing-that-needs-a-skipped-one': [
    up(first),
    up([...first, thing('d'), thing('e', { uses: id('d') })], { select: [urnOfThing('a')] }),
  ],
  'select-a-child-of-a-new-component': [
    up(first),
    up([...first, group('g'), thing('d', {}, { parent: 'g' })], {
      select: [urn('rig:index:Group$rig:index:Thing', 'd')],
    }),
  ],
  'select-a-deletion': [
    up(first),
    up([thing('a', { size: 2 })], { select: [urnOfThing('b')] }),
    up([thing('a', { size: 2 })]),
  ],
  'select-a-deletion-that-others-need': [up(first), up([thing('c', { size: 2 })], { select: [urnOfThing('a')] })],
  'select-a-deletion-with-dependents': [
    up(first),
    up([thing('c', { size: 2 })], { select: [urnOfThing('a')], selectDependents: true }),
  ],
  'select-a-replacement': [
    up([thing('a', { forced: 1 }), thing('b', { by: stamp('a') })]),
    up([thing('a', { forced: 2 }), thing('b', { by: stamp('a') })], { select: [urnOfThing('a')] }),
    up([thing('a', { forced: 2 }), thing('b', { by: stamp('a') })]),
  ],
  'select-a-replacement-that-deletes-others-first': [
    up([exclusive('a', { forced: 1 }), thing('b', { forcedBy: stamp('a') }), thing('c', { size: 1 })]),
    up([exclusive('a', { forced: 2 }), thing('b', { forcedBy: stamp('a') }), thing('c', { size: 2 })], {
      select: [urn('rig:index:Exclusive', 'a')],
    }),
  ],
  'select-what-is-not-there': [up(first), up(second, { select: [urnOfThing('nowhere')] })],
  'select-in-destroy': [up(first), { action: 'destroy', select: [urnOfThing('c')] }],
  'select-in-destroy-what-others-need': [up(first), { action: 'destroy', select: [urnOfThing('a')] }],
  'select-in-destroy-with-dependents': [
    up(first),
    { action: 'destroy', select: [urnOfThing('a')], selectDependents: true },
  ],
  'select-with-outputs': [
    up(first, { outputs: { a: { $out: 'a.digest' }, b: { $out: 'b.digest' } } }),
    up(second, { select: [urnOfThing('a')], outputs: { a: { $out: 'a.digest' }, b: { $out: 'b.digest' } } }),
  ],
  'select-under-a-new-provider': [
    up([typed('pulumi:providers:rig', 'p', { region: 'x' }), thing('a', { size: 1 }, { provider: 'p' })]),
    up(
      [
        typed('pulumi:providers:rig', 'p', { region: 'x', more: 'y' }),
        thing('a', { size: 2 }, { provider: 'p' }),
        thing('b', {}, { provider: 'p' }),
      ],
      { select: [urnOfThing('b')] },
    ),
  ],
});

/** Only what is named: `--select` here, `--target` there. */
export const selecting = table.map((one) =>
  one.name === 'select-a-replacement-that-deletes-others-first'
    ? { ...one, statesDiffer: 'the CLI makes the dependent again with its old inputs, which name what is gone' }
    : one,
);
