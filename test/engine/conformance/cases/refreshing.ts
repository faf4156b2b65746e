import { cases, thing, up } from './build.ts';

const program = [
  thing('a', { size: 1 }),
  thing('b', { size: 1, by: { $out: 'a.digest' } }, { dependsOn: ['a'] }),
  thing('c', { size: 1 }, { ignoreChanges: ['size'] }),
];

/** What others did to the world, seen by reading. */
export const refreshing = cases({
  'refresh-of-nothing-new': [up(program), { action: 'refresh' }],
  'refresh-of-what-others-changed': [
    up(program),
    { action: 'refresh', changed: { a: { size: 5, more: true }, c: { size: 7 } } },
    up(program),
  ],
  'refresh-of-what-is-gone': [up(program), { action: 'refresh', gone: ['a'] }, up(program)],
  'refresh-of-one': [
    up(program),
    {
      action: 'refresh',
      gone: ['a'],
      changed: { c: { size: 7 } },
      select: ['urn:pulumi:dev::conformance::rig:index:Thing::c'],
    },
  ],
  'up-that-reads-first': [
    up(program),
    up(program, { readFirst: true, changed: { a: { size: 5, more: true }, c: { size: 7 } } }),
    up(program),
  ],
  'up-that-reads-first-and-finds-one-gone': [up(program), up(program, { readFirst: true, gone: ['a'] })],
  'up-that-reads-first-and-finds-gone-what-it-no-longer-wants': [
    up(program),
    up(program.slice(0, 1), { readFirst: true, gone: ['b'] }),
  ],
  'destroy-that-reads-first': [up(program), { action: 'destroy', readFirst: true, gone: ['b'] }],
});
