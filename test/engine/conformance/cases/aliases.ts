import { urn } from '../case.ts';
import { cases, group, thing, typed, up } from './build.ts';

/** Every form in which a program can say what a resource was called before. */
export const aliases = cases({
  'alias-name': [
    up([thing('old'), thing('user', { uses: { $out: 'old.id' } })]),
    up([thing('new', {}, { aliases: [{ name: 'old' }] }), thing('user', { uses: { $out: 'new.id' } })]),
  ],
  'alias-urn': [up([thing('old')]), up([thing('new', { size: 2 }, { aliases: [urn('rig:index:Thing', 'old')] })])],
  'alias-type': [
    up([typed('rig:index:Former', 'a', { size: 1 })]),
    up([thing('a', { size: 1 }, { aliases: [{ type: 'rig:index:Former' }] })]),
  ],
  'alias-name-and-type': [
    up([typed('rig:index:Former', 'old')]),
    up([thing('new', {}, { aliases: [{ type: 'rig:index:Former', name: 'old' }] })]),
  ],
  'alias-into-a-parent': [
    up([thing('a')]),
    up([group('g'), thing('a', {}, { parent: 'g', aliases: [{ noParent: true }] })]),
  ],
  'alias-out-of-a-parent': [
    up([group('g'), thing('a', {}, { parent: 'g' })]),
    up([group('g'), thing('a', {}, { aliases: [{ parent: 'g' }] })]),
  ],
  'alias-of-a-parent-that-is-gone': [
    up([group('g'), thing('a', {}, { parent: 'g' })]),
    up([thing('a', {}, { aliases: [{ parent: urn('rig:index:Group', 'g') }] })]),
  ],
  'alias-of-another-stack-and-project': [
    up([thing('a')]),
    up([thing('a', {}, { aliases: [{ stack: 'prod' }, { project: 'other' }] })]),
  ],
  'alias-of-a-component-takes-its-children-along': [
    up([group('old'), thing('old-part', {}, { parent: 'old' }), thing('own', {}, { parent: 'old' })]),
    up([
      group('new', { aliases: [{ name: 'old' }] }),
      thing('new-part', {}, { parent: 'new' }),
      thing('own', {}, { parent: 'new' }),
    ]),
  ],
  'alias-of-a-component-s-type': [
    up([group('g', undefined, 'rig:index:Former'), thing('a', {}, { parent: 'g' }), thing('b', {}, { parent: 'a' })]),
    up([
      group('g', { aliases: [{ type: 'rig:index:Former' }] }),
      thing('a', {}, { parent: 'g' }),
      thing('b', {}, { parent: 'a' }),
    ]),
  ],
  'alias-of-a-parent-and-of-its-child': [
    up([group('old'), thing('child', {}, { parent: 'old' }), thing('leaf', {}, { parent: 'child' })]),
    up([
      group('new', { aliases: [{ name: 'old' }] }),
      thing('kid', {}, { parent: 'new', aliases: [{ name: 'child' }] }),
      thing('leaf', {}, { parent: 'kid' }),
    ]),
  ],
  'aliases-in-a-chain': [
    up([thing('one')]),
    up([thing('two', {}, { aliases: [{ name: 'one' }] })]),
    up([thing('three', {}, { aliases: [{ name: 'one' }, { name: 'two' }] })]),
    up([thing('three')]),
  ],
  'alias-and-replacement': [
    up([
      thing('old', { forced: 1 }),
      thing('user', { uses: { $out: 'old.id' } }),
      thing('idle', {}, { dependsOn: ['old'] }),
    ]),
    up([thing('new', { forced: 2 }, { aliases: [{ name: 'old' }] }), thing('user', { uses: { $out: 'new.id' } })]),
  ],
  'alias-of-a-provider': [
    up([typed('pulumi:providers:rig', 'old', { region: 'x' }), thing('a', {}, { provider: 'old' })]),
    up([
      typed('pulumi:providers:rig', 'new', { region: 'x' }, { aliases: [{ name: 'old' }] }),
      thing('a', {}, { provider: 'new' }),
    ]),
  ],
  'two-resources-with-the-same-alias': [
    up([thing('old')]),
    up([
      thing('one', {}, { aliases: [{ name: 'old' }] }),
      thing('two', {}, { aliases: [{ name: 'old' }], dependsOn: ['one'] }),
    ]),
  ],
  'alias-of-a-resource-that-is-still-there': [
    up([thing('old')]),
    up([thing('old'), thing('new', {}, { aliases: [{ name: 'old' }], dependsOn: ['old'] })]),
  ],
});
