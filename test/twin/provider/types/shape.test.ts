import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PropertyValue } from '../../../../src/lib/property.ts';
import { apiNames, likeKnown, onceTold, pulumiNames, refuseInputs } from '../../../../src/twin/provider/types/shape.ts';

test('names go to the API and come back', () => {
  const names = fc.stringMatching(/^[a-z][a-zA-Z]{0,6}$/);
  const { value } = fc.letrec<{ value: PropertyValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('x', 1, true),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(value, (each) => {
      expect(pulumiNames(apiNames(each))).toEqual(each);
    }),
  );
  const renamed = { arn: 'TargetGroupArn' };
  expect(apiNames({ targetGroups: [{ arn: 'a', weight: 1 }] }, renamed)).toEqual({
    TargetGroups: [{ TargetGroupArn: 'a', Weight: 1 }],
  });
});

test('what AWS fills in is told only where the program has such a member', () => {
  const told = { id: 'lt-1', name: 'filled in', version: '2', on: false };
  expect(likeKnown(told, { id: 'lt-1', version: '$Latest' })).toEqual({ id: 'lt-1', version: '2' });
  expect(likeKnown(told, undefined)).toEqual({ id: 'lt-1', name: 'filled in', version: '2' });
  expect(likeKnown({ on: false }, { on: true })).toEqual({ on: false });
});

test('items of a list are told in the shape of the item that they agree with', () => {
  const told = [
    { device: 'b', size: 2, type: 'gp3' },
    { device: 'a', size: 1, type: 'gp3' },
  ];
  const known = [
    { device: 'a', size: 1 },
    { device: 'b', type: 'gp2' },
  ];
  expect(likeKnown(told, known)).toEqual([
    { device: 'b', type: 'gp3' },
    { device: 'a', size: 1 },
  ]);
});

test('what other resources change is told once', () => {
  expect(onceTold({}, { routes: [] })).toEqual({ routes: [] });
  expect(onceTold({ routes: [] }, { routes: ['new'] })).toEqual({});
});

test('an input that is not modelled stops, an empty one does not', () => {
  expect(() => refuseInputs('T', { a: [], b: '', c: false, d: 0, e: {} }, ['a', 'b', 'c', 'd', 'e'])).not.toThrow();
  expect(() => refuseInputs('T', { a: ['x'], b: { c: 1 } }, ['a', 'b'])).toThrow('the twin does not model a, b of T');
});
