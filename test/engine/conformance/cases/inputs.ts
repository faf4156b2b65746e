import { cases, group, thing, typed, up } from './build.ts';

/** Options about inputs and outputs, what is only read, and what is taken over. */
export const inputs = cases({
  'additional-secret-outputs': [
    up([thing('a', { size: 1 }, { additionalSecretOutputs: ['digest'] })], {
      outputs: { digest: { $out: 'a.digest' } },
    }),
    up([thing('a', { size: 1 }, { additionalSecretOutputs: ['digest', 'stamp', 'absent'] })]),
    up([thing('a', { size: 2 })], { outputs: { digest: { $out: 'a.digest' } } }),
  ],
  'secret-inputs': [
    up([thing('a', { word: { $secret: 'hush' }, deep: { word: { $secret: 'hush' }, list: [{ $secret: 1 }, 2] } })], {
      outputs: { word: { $out: 'a.word' } },
    }),
    up([thing('a', { word: 'hush', deep: { word: 'hush', list: [1, 2] } })]),
    up([thing('a', { word: { $secret: 'other' }, deep: { word: 'hush', list: [1, { $secret: 3 }] } })]),
  ],
  'ignore-changes': [
    up([
      thing(
        'a',
        { x: 1, y: { z: 1, w: 1 }, list: [{ q: 1 }, { q: 1 }], map: { k: 1 } },
        { ignoreChanges: ['x', 'y.z', 'list[*].q', 'map.*'] },
      ),
    ]),
    up([
      thing(
        'a',
        { x: 2, y: { z: 2, w: 1 }, list: [{ q: 2 }, { q: 2 }], map: { k: 2, l: 1 } },
        { ignoreChanges: ['x', 'y.z', 'list[*].q', 'map.*'] },
      ),
    ]),
    up([
      thing(
        'a',
        { x: 2, y: { z: 2, w: 2 }, list: [{ q: 2 }], map: { l: 1 } },
        { ignoreChanges: ['x', 'y.z', 'list[*].q', 'map.*'] },
      ),
    ]),
    up([thing('a', { x: 2, y: { z: 2, w: 2 }, list: [{ q: 2 }], map: { l: 1 } })]),
  ],
  'ignore-changes-of-anything': [
    up([thing('a', { x: 1, list: [1, 2] }, { ignoreChanges: ['*'] })]),
    up([thing('a', { x: 2, list: [1], more: { deep: true } }, { ignoreChanges: ['*'] })]),
  ],
  'ignore-changes-of-elements': [
    up([
      thing('a', { list: [1, 2, 3] }, { ignoreChanges: ['list[*]'] }),
      thing('b', { list: [1, 2, 3] }, { ignoreChanges: ['list[1]'] }),
    ]),
    up([
      thing('a', { list: [4, 5, 6] }, { ignoreChanges: ['list[*]'] }),
      thing('b', { list: [4, 5, 6] }, { ignoreChanges: ['list[1]'] }),
    ]),
    up([
      thing('a', { list: [4, 5, 6, 7] }, { ignoreChanges: ['list[*]'] }),
      thing('b', { list: [4] }, { ignoreChanges: ['list[1]'] }),
    ]),
  ],
  'hide-diffs': [
    up([thing('a', { x: 1 }, { hideDiffs: ['x', 'y[0].z'] })]),
    up([thing('a', { x: 2 }, { hideDiffs: ['x', 'y[0].z'] })]),
    up([thing('a', { x: 2 })]),
  ],
  'custom-timeouts': [
    up([thing('a', { x: 1 }, { customTimeouts: { create: '10m', update: '1h30m', delete: '90s' } })]),
    up([thing('a', { x: 1 }, { customTimeouts: { create: '5m' } })]),
  ],
  import: [
    up([thing('made', { size: 1 }, { retainOnDelete: true })]),
    up([]),
    up([thing('taken', { size: 1 }, { import: 'made-bc8d37-1' })]),
    up([thing('taken', { size: 2 }, { import: 'made-bc8d37-1' })]),
    up([thing('taken', { size: 2 })]),
  ],
  'import-of-what-differs': [
    up([thing('made', { size: 1 }, { retainOnDelete: true })]),
    up([thing('taken', { size: 3 }, { import: 'made-bc8d37-1' })]),
  ],
  'import-over-another': [
    up([thing('made', { size: 1 }, { retainOnDelete: true }), thing('taken', { size: 1 })]),
    up([thing('taken', { size: 1 }, { import: 'made-bc8d37-1' })]),
  ],
  'import-of-what-is-absent': [up([thing('taken', { size: 1 }, { import: 'absent' })])],
  'import-and-replacement': [
    up([thing('made', { forced: 1 }, { retainOnDelete: true })]),
    up([thing('taken', { forced: 1 }, { import: 'made-bc8d37-1' })]),
    up([thing('taken', { forced: 2 }, { import: 'made-bc8d37-1' })]),
  ],
  'read-and-then-managed': [
    up([thing('made', { size: 1 })]),
    up([thing('made', { size: 1 }), { ...thing('seen'), get: 'made-bc8d37-1' }]),
    up([thing('made', { size: 1 }), thing('seen', { size: 4 })]),
  ],
  'managed-and-then-read': [
    up([thing('made', { size: 1 }), thing('other', { size: 1 })]),
    up([thing('made', { size: 1 }), { ...thing('other'), get: 'made-bc8d37-1' }]),
  ],
  relinquished: [up([thing('made', { size: 1 })]), up([{ ...thing('made'), get: 'made-bc8d37-1' }]), up([])],
  'a-check-that-fails': [up([thing('a', { bad: 'it is' })])],
  'a-creation-that-fails': [
    up([thing('a', { size: 1 })]),
    up([thing('a', { size: 1 }), thing('b', { fail: 'not today' })]),
  ],
  'nested-components': [
    up([
      group('g'),
      group('h', { parent: 'g' }),
      thing('a', {}, { parent: 'h' }),
      thing('b', { uses: { $out: 'a.id' } }, { parent: 'g' }),
      thing('c', {}, { dependsOn: ['g'] }),
    ]),
    up([
      group('g'),
      group('h', { parent: 'g' }),
      thing('a', { size: 1 }, { parent: 'h' }),
      thing('c', {}, { dependsOn: ['g'] }),
    ]),
  ],
  'a-component-that-changes': [up([{ ...group('g'), props: { x: 1 } }]), up([{ ...group('g'), props: { x: 2 } }])],
  'a-component-that-becomes-a-resource': [
    up([group('g', undefined, 'rig:index:Thing')]),
    up([thing('g')]),
    up([group('g', undefined, 'rig:index:Thing')]),
  ],
  'stack-references': [
    up([thing('a', { size: 1 })], {
      stack: 'base',
      outputs: { digest: { $out: 'a.digest' }, word: { $secret: 'hush' } },
    }),
    up([
      typed('pulumi:pulumi:StackReference', 'base', { name: 'organization/conformance/base' }),
      thing('b', { by: { $out: 'base.digest' }, word: { $out: 'base.word' } }),
    ]),
    up([thing('a', { size: 2 })], {
      stack: 'base',
      outputs: { digest: { $out: 'a.digest' }, word: { $secret: 'hush' } },
    }),
    up([
      typed('pulumi:pulumi:StackReference', 'base', { name: 'organization/conformance/base' }),
      thing('b', { by: { $out: 'base.digest' }, word: { $out: 'base.word' } }),
    ]),
  ],
});
