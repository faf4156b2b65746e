import { cases, exclusive, group, thing, typed, up } from './build.ts';

const id = (name: string) => ({ $out: `${name}.id` });
const stamp = (name: string) => ({ $out: `${name}.stamp` });

/** What is replaced, in which order, and what follows. */
export const replacing = cases({
  'replace-new-one-first': [
    up([thing('a', { forced: 1 }), thing('b', { uses: id('a') }), thing('c', { uses: id('b'), stamp: stamp('a') })]),
    up([thing('a', { forced: 2 }), thing('b', { uses: id('a') }), thing('c', { uses: id('b'), stamp: stamp('a') })]),
  ],
  'replace-in-a-chain': [
    up([
      thing('a', { forced: 1 }),
      thing('b', { forcedBy: stamp('a') }),
      thing('c', { forcedBy: stamp('b') }),
      thing('d', { by: stamp('c') }),
    ]),
    up([
      thing('a', { forced: 2 }),
      thing('b', { forcedBy: stamp('a') }),
      thing('c', { forcedBy: stamp('b') }),
      thing('d', { by: stamp('c') }),
    ]),
  ],
  'replace-names-anew': [
    up([typed('rig:index:Named', 'a', { forced: 1, size: 1 })]),
    up([typed('rig:index:Named', 'a', { forced: 1, size: 2 })]),
    up([typed('rig:index:Named', 'a', { forced: 2, size: 2 })]),
  ],
  'replace-and-a-dependent-that-goes': [
    up([thing('a', { forced: 1 }), thing('b', { uses: id('a') })]),
    up([thing('a', { forced: 2 })]),
  ],
  'delete-before-replace-by-the-program': [
    up([
      thing('a', { forced: 1 }, { deleteBeforeReplace: true }),
      thing('b', { uses: id('a'), forcedBy: stamp('a') }),
      thing('c', { plain: stamp('a') }),
    ]),
    up([
      thing('a', { forced: 2 }, { deleteBeforeReplace: true }),
      thing('b', { uses: id('a'), forcedBy: stamp('a') }),
      thing('c', { plain: stamp('a') }),
    ]),
  ],
  'delete-before-replace-by-the-provider': [
    up([
      exclusive('a', { forced: 1 }),
      thing('b', { forcedBy: stamp('a') }),
      thing('c', { forcedBy: stamp('b') }),
      thing('d', { by: stamp('c') }),
    ]),
    up([
      exclusive('a', { forced: 2 }),
      thing('b', { forcedBy: stamp('a') }),
      thing('c', { forcedBy: stamp('b') }),
      thing('d', { by: stamp('c') }),
    ]),
  ],
  'delete-before-replace-refused-by-the-program': [
    up([exclusive('a', { forced: 1 }, { deleteBeforeReplace: false }), thing('b', { uses: id('a') })]),
    up([exclusive('a', { forced: 2 }, { deleteBeforeReplace: false }), thing('b', { uses: id('a') })]),
  ],
  'delete-before-replace-of-several': [
    up([
      exclusive('a', { forced: 1 }),
      exclusive('b', { forced: 1, forcedBy: stamp('a') }),
      thing('c', { forcedBy: [stamp('a'), stamp('b')] }),
    ]),
    up([
      exclusive('a', { forced: 2 }),
      exclusive('b', { forced: 2, forcedBy: stamp('a') }),
      thing('c', { forcedBy: [stamp('a'), stamp('b')] }),
    ]),
  ],
  'delete-before-replace-and-a-dependent-that-goes': [
    up([exclusive('a', { forced: 1 }), thing('b', { forcedBy: stamp('a') }), thing('c', { forcedBy: stamp('b') })]),
    up([exclusive('a', { forced: 2 }), thing('c', { forcedBy: 'other' })]),
  ],
  'delete-before-replace-and-a-former-dependent': [
    up([exclusive('a', { forced: 1 }), thing('b', { forcedBy: stamp('a') })]),
    up([thing('b', { forcedBy: 'free' }), exclusive('a', { forced: 2 }, { dependsOn: ['b'] })]),
  ],
  'delete-before-replace-under-ignore-changes': [
    up([exclusive('a', { forced: 1 }), thing('b', { forcedBy: stamp('a') }, { ignoreChanges: ['forcedBy'] })]),
    up([exclusive('a', { forced: 2 }), thing('b', { forcedBy: stamp('a') }, { ignoreChanges: ['forcedBy'] })]),
  ],
  'delete-before-replace-and-replace-on-changes': [
    up([exclusive('a', { forced: 1 }), thing('b', { by: stamp('a') }, { replaceOnChanges: ['by'] })]),
    up([exclusive('a', { forced: 2 }), thing('b', { by: stamp('a') }, { replaceOnChanges: ['by'] })]),
  ],
  'delete-before-replace-of-a-parent': [
    up([exclusive('a', { forced: 1 }), thing('b', { size: 1 }, { parent: 'a' })]),
    up([exclusive('a', { forced: 2 }), thing('b', { size: 1 }, { parent: 'a' })]),
  ],
  'replace-on-changes-of-a-path': [
    up([thing('a', { list: [{ x: 1, y: 1 }] }, { replaceOnChanges: ['list[0].x'] })]),
    up([thing('a', { list: [{ x: 1, y: 2 }] }, { replaceOnChanges: ['list[0].x'] })]),
    up([thing('a', { list: [{ x: 2, y: 2 }] }, { replaceOnChanges: ['list[0].x'] })]),
  ],
  'replace-on-changes-of-every-element': [
    up([thing('a', { list: [{ x: 1 }, { x: 1 }], map: { k: { z: 1 } } }, { replaceOnChanges: ['list[*].x'] })]),
    up([thing('a', { list: [{ x: 1 }, { x: 2 }], map: { k: { z: 1 } } }, { replaceOnChanges: ['list[*].x'] })]),
    up([thing('a', { list: [{ x: 1 }, { x: 2 }], map: { k: { z: 2 } } }, { replaceOnChanges: ['map.*.z'] })]),
  ],
  'replace-on-changes-of-anything': [
    up([thing('a', { size: 1 }, { replaceOnChanges: ['*'] })]),
    up([thing('a', { size: 1 }, { replaceOnChanges: ['*'] })]),
    up([thing('a', { size: 1, more: true }, { replaceOnChanges: ['*'] })]),
  ],
  'replace-on-changes-and-ignore-changes': [
    up([thing('a', { size: 1 }, { replaceOnChanges: ['*'], ignoreChanges: ['size'] })]),
    up([thing('a', { size: 2 }, { replaceOnChanges: ['*'], ignoreChanges: ['size'] })]),
  ],
  'replace-with-another': [
    up([
      thing('a', { forced: 1 }),
      thing('b', { size: 1 }, { replaceWith: ['a'] }),
      thing('c', { size: 1 }, { replaceWith: ['b'] }),
    ]),
    up([
      thing('a', { forced: 2 }),
      thing('b', { size: 1 }, { replaceWith: ['a'] }),
      thing('c', { size: 1 }, { replaceWith: ['b'] }),
    ]),
  ],
  'replace-with-one-that-is-deleted-first': [
    up([exclusive('a', { forced: 1 }), thing('b', { size: 1 }, { replaceWith: ['a'] })]),
    up([exclusive('a', { forced: 2 }), thing('b', { size: 1 }, { replaceWith: ['a'] })]),
  ],
  'replacement-trigger': [
    up([thing('t', { v: 1 }), thing('a', { size: 1 }, { replacementTrigger: { $out: 't.digest' } })]),
    up([thing('t', { v: 1 }), thing('a', { size: 1 }, { replacementTrigger: { $out: 't.digest' } })]),
    up([thing('t', { v: 2 }), thing('a', { size: 1 }, { replacementTrigger: { $out: 't.digest' } })]),
  ],
  'replacement-trigger-that-comes-and-goes': [
    up([thing('a', { size: 1 })]),
    up([thing('a', { size: 1 }, { replacementTrigger: 'x' })]),
    up([thing('a', { size: 1 }, { replacementTrigger: { deep: ['y'] } })]),
    up([thing('a', { size: 1 })]),
  ],
  'replace-of-a-provider': [
    up([typed('pulumi:providers:rig', 'p', { region: 'x' }), thing('a', { size: 1 }, { provider: 'p' })]),
    up([typed('pulumi:providers:rig', 'p', { region: 'y' }), thing('a', { size: 1 }, { provider: 'p' })]),
  ],
  'change-of-a-provider': [
    up([
      typed('pulumi:providers:rig', 'p', { region: 'x' }),
      group('g', { providers: ['p'] }),
      thing('a', { size: 1 }, { parent: 'g' }),
    ]),
    up([
      typed('pulumi:providers:rig', 'p', { region: 'x', more: 'z' }),
      group('g', { providers: ['p'] }),
      thing('a', { size: 1 }, { parent: 'g' }),
    ]),
  ],
});
