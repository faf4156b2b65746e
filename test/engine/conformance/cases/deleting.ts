import { cases, exclusive, group, thing, up } from './build.ts';

const id = (name: string) => ({ $out: `${name}.id` });
const stamp = (name: string) => ({ $out: `${name}.stamp` });

/** What is deleted, what is only forgotten, and what may not go. */
export const deleting = cases({
  'retain-on-delete': [
    up([thing('kept', {}, { retainOnDelete: true }), thing('gone'), thing('left', {}, { retainOnDelete: true })]),
    up([thing('left', {}, { retainOnDelete: true })]),
    { action: 'destroy' },
  ],
  'retain-on-delete-of-a-component': [
    up([
      group('g', { retainOnDelete: true }),
      thing('a', {}, { parent: 'g' }),
      thing('b', {}, { parent: 'g', retainOnDelete: false }),
    ]),
    { action: 'destroy' },
  ],
  'retain-on-delete-and-replacement': [
    up([thing('a', { forced: 1 }, { retainOnDelete: true }), exclusive('b', { forced: 1 }, { retainOnDelete: true })]),
    up([thing('a', { forced: 2 }, { retainOnDelete: true }), exclusive('b', { forced: 2 }, { retainOnDelete: true })]),
  ],
  'retain-on-delete-that-is-taken-away': [
    up([thing('a', {}, { retainOnDelete: true })]),
    up([thing('a')]),
    { action: 'destroy' },
  ],
  'deleted-with': [
    up([thing('a'), thing('b', {}, { deletedWith: 'a' }), thing('c', {}, { deletedWith: 'a' }), thing('d')]),
    up([thing('a'), thing('b', {}, { deletedWith: 'a' }), thing('d')]),
    up([thing('d')]),
  ],
  'deleted-with-and-destroy': [
    up([thing('a'), group('g', { deletedWith: 'a' }), thing('b', {}, { parent: 'g' })]),
    { action: 'destroy' },
  ],
  'deleted-with-one-that-is-replaced': [
    up([thing('a', { forced: 1 }), thing('b', { size: 1 }, { deletedWith: 'a' })]),
    up([thing('a', { forced: 2 }), thing('b', { size: 1 }, { deletedWith: 'a' })]),
  ],
  'deleted-with-one-that-is-deleted-first': [
    up([
      exclusive('a', { forced: 1 }),
      thing('b', { size: 1 }, { deletedWith: 'a' }),
      thing('c', { uses: id('b'), forcedBy: stamp('b') }),
    ]),
    up([
      exclusive('a', { forced: 2 }),
      thing('b', { size: 1 }, { deletedWith: 'a' }),
      thing('c', { uses: id('b'), forcedBy: stamp('b') }),
    ]),
  ],
  'protect-against-deletion': [up([thing('a', {}, { protect: true }), thing('b')]), up([thing('b')])],
  'protect-against-destroy': [up([thing('a', {}, { protect: true })]), { action: 'destroy' }],
  'protect-against-replacement': [
    up([thing('a', { forced: 1 }, { protect: true })]),
    up([thing('a', { forced: 2 }, { protect: true })]),
    up([thing('a', { forced: 2 })]),
  ],
  'protect-against-the-replacement-of-another': [
    up([exclusive('a', { forced: 1 }), thing('b', { forcedBy: stamp('a') }, { protect: true })]),
    up([exclusive('a', { forced: 2 }), thing('b', { forcedBy: stamp('a') }, { protect: true })]),
  ],
  'protect-of-a-component': [
    up([
      group('g', { protect: true }),
      thing('a', {}, { parent: 'g' }),
      thing('b', {}, { parent: 'g', protect: false }),
    ]),
    up([group('g', { protect: true }), thing('a', {}, { parent: 'g' })]),
  ],
  'deletion-in-order': [
    up([
      thing('a'),
      thing('b', { uses: id('a') }),
      thing('c', { uses: id('b') }),
      thing('d', {}, { dependsOn: ['c'] }),
      group('g'),
      thing('e', {}, { parent: 'g' }),
    ]),
    up([thing('a')]),
    { action: 'destroy' },
  ],
});
