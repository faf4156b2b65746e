import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../src/lib/property.ts';
import {
  evaluate,
  fail,
  isGood,
  notApplicable,
  pass,
  type Rule,
  rule,
  summaryOf,
  Undecided,
  unknown,
} from '../../src/policy/index.ts';
import { graphWith, resource, SECRET } from '../support/checkpoint.ts';
import { JUDGED_AT_MS } from '../support/judged-at.ts';

const TABLE = 'aws:dynamodb/table:Table';

/** A rule over tables, whose answer each test gives. */
function tableRule(parts: Partial<Pick<Rule, 'id' | 'decidedAt' | 'reads'>>, check: NonNullable<Rule['check']>): Rule {
  const texts = { title: 't', why: 'w', remedy: 'r', severity: 'low', cannotSee: [], parameters: {} } as const;
  return rule({ id: 'T-1', decidedAt: 'preview', ...texts, types: [TABLE], ...parts, check });
}

const known = resource(TABLE, 'known', { id: 'known', inputs: { mode: 'A' } });
const open = resource(TABLE, 'open', { inputs: { mode: UNKNOWN } });
const hidden = resource(TABLE, 'hidden', { id: 'hidden', inputs: { mode: SECRET } });
const readsMode = (parts: Parameters<typeof tableRule>[0] = {}) =>
  tableRule(parts, (table) => (table.read('mode') === 'A' ? pass() : fail('is in another mode', 'mode')));

function verdicts(rules: readonly Rule[], phase: 'preview' | 'deployed', ...resources: Record<string, unknown>[]) {
  const { rows } = evaluate({ nowMs: JUDGED_AT_MS, graph: graphWith(...resources), rules, phase });
  return rows.map(({ control, urn, verdict }) => [control, urn?.split('::').at(-1), verdict]);
}

describe('the evaluator', () => {
  it('gives one row to each resource of the rule’s type, in an order that does not depend on the checkpoint’s', () => {
    const other = resource(TABLE, 'another', { id: 'another', inputs: { mode: 'B' } });
    const expected = [
      ['T-1', 'another', 'fail'],
      ['T-1', 'known', 'pass'],
    ];
    expect(verdicts([readsMode()], 'deployed', known, other)).toEqual(expected);
    expect(verdicts([readsMode()], 'deployed', other, known)).toEqual(expected);
  });

  it('tells a reading of what is not known as unknown, with the property and the reason', () => {
    const { rows } = evaluate({
      nowMs: JUDGED_AT_MS,
      graph: graphWith(open, hidden),
      rules: [readsMode()],
      phase: 'preview',
    });
    expect(rows).toMatchObject([
      { verdict: 'unknown', property: 'mode', message: 'hidden cannot be decided: mode: secret' },
      { verdict: 'unknown', property: 'mode', message: 'open cannot be decided: mode: not computed yet' },
    ]);
  });

  it('calls a rule of deployed things pending in a preview, but only for what the deployment brings', () => {
    expect(verdicts([readsMode({ decidedAt: 'deployed' })], 'preview', open, hidden)).toEqual([
      ['T-1', 'hidden', 'unknown'],
      ['T-1', 'open', 'pending'],
    ]);
    expect(verdicts([readsMode({ decidedAt: 'deployed' })], 'deployed', open)).toEqual([['T-1', 'open', 'unknown']]);
  });

  it('gives a rule that throws an error on that resource, and changes no other verdict', () => {
    const throws = tableRule({ id: 'T-0' }, (table) => {
      if (table.name === 'known') throw new TypeError('no such thing');
      return pass();
    });
    const silent = tableRule({ id: 'T-2' }, () => undefined as never);
    const { rows } = evaluate({
      nowMs: JUDGED_AT_MS,
      graph: graphWith(known, hidden),
      rules: [throws, readsMode(), silent],
      phase: 'deployed',
    });
    expect(rows.map(({ control, verdict }) => `${control} ${verdict}`)).toEqual([
      'T-0 pass',
      'T-0 error',
      'T-1 unknown',
      'T-1 pass',
      'T-2 error',
      'T-2 error',
    ]);
    expect(rows[1]?.message).toBe('known the rule failed: no such thing');
  });

  it('says yes only where something was examined and nothing is fail, unknown or error', () => {
    const answers = (check: NonNullable<Rule['check']>, ...resources: Record<string, unknown>[]) =>
      isGood(
        evaluate({
          nowMs: JUDGED_AT_MS,
          graph: graphWith(...resources),
          rules: [tableRule({}, check)],
          phase: 'deployed',
        }),
      );
    expect(answers(pass, known)).toBe(true);
    expect(answers(() => notApplicable('is small'), known)).toBe(true);
    expect(answers(pass)).toBe(false);
    expect(answers(() => fail('is red'), known)).toBe(false);
    expect(answers(() => unknown('is grey'), known)).toBe(false);
    expect(
      answers(() => {
        throw new Error('x');
      }, known),
    ).toBe(false);
  });

  it('does not take resources for examined that it only reads, or that another program manages', () => {
    const reading = tableRule({ reads: ['aws:ec2/subnet:Subnet'] }, pass);
    const subnet = resource('aws:ec2/subnet:Subnet', 'a', { id: 'subnet-a' });
    const elsewhere = resource(TABLE, 'theirs', { id: 'theirs', external: true });
    const result = evaluate({
      nowMs: JUDGED_AT_MS,
      graph: graphWith(subnet, elsewhere),
      rules: [reading],
      phase: 'deployed',
    });
    expect(result.rows.map(({ verdict }) => verdict)).toEqual(['not-applicable', 'not-applicable']);
    expect([result.examined, isGood(result)]).toEqual([0, false]);
  });

  it('lists what no rule knows with its count, other packages included, components and stacks not', () => {
    const queue = (name: string) => resource('aws:sqs/queue:Queue', name, { id: name });
    const pet = resource('random:index/randomPet:RandomPet', 'p', { id: 'p' });
    const component = resource('shop:index:Shop', 's', { custom: false });
    const graph = graphWith(known, queue('a'), queue('b'), pet, component);
    const { unsupportedTypes, resources } = evaluate({
      nowMs: JUDGED_AT_MS,
      graph,
      rules: [readsMode()],
      phase: 'deployed',
    });
    expect(unsupportedTypes).toEqual({ 'aws:sqs/queue:Queue': 2, 'random:index/randomPet:RandomPet': 1 });
    expect(resources).toBe(4);
  });

  it('tells where the program registered the resource, without the machine’s path', () => {
    const at = (position: string) => {
      const placed = resource(TABLE, 'known', { id: 'known', inputs: { mode: 'A' }, sourcePosition: position });
      return evaluate({ nowMs: JUDGED_AT_MS, graph: graphWith(placed), rules: [readsMode()], phase: 'deployed' })
        .rows[0]?.at;
    };
    expect(at('project:///index.ts#10,17')).toBe('index.ts:10:17');
    expect(at('project:///stacks/file:/home/ann/stacks/shop/stacks/data/table.ts#4,2')).toBe(
      'stacks/data/table.ts:4:2',
    );
    expect(at('project:///file:/home/ann/shop/index.ts#4,2')).toBe('index.ts:4:2');
  });

  it('takes a check that answers nothing for a fault of the rule, of a stack too', () => {
    const silent = { ...tableRule({}, () => undefined as never), checkStack: () => undefined as never };
    const { rows } = evaluate({ nowMs: JUDGED_AT_MS, graph: graphWith(known), rules: [silent], phase: 'deployed' });
    const said = 'the rule failed: it answered nothing';
    expect(rows.map(({ verdict, message }) => [verdict, message])).toEqual([
      ['error', said],
      ['error', `known ${said}`],
    ]);
  });

  it('stops a rule that hangs: its own verdict is an error, and everything else is asked', () => {
    const hangs: Rule = tableRule({ id: 'T-0' }, (table) => {
      // a fault of this kind ends by itself only after years
      while (table.name === 'known');
      return pass();
    });
    const backtracks: Rule = tableRule({ id: 'T-1' }, ({ name }) =>
      /^(n+)+$/.test(`${'n'.repeat(60)}-${name}`) ? pass() : fail('is red'),
    );
    const after: Rule = tableRule({ id: 'T-2' }, () => pass());
    const { rows } = evaluate({
      nowMs: JUDGED_AT_MS,
      limitMs: 300,
      graph: graphWith(known, hidden),
      rules: [hangs, backtracks, after],
      phase: 'deployed',
    });
    const stopped = 'the rule failed: it had not ended after 300 ms, and was stopped';
    expect(rows.map(({ control, verdict, message }) => [control, verdict, message])).toEqual([
      ['T-0', 'pass', undefined],
      ['T-0', 'error', `known ${stopped}`],
      ['T-1', 'error', `hidden ${stopped}`],
      ['T-1', 'error', `known ${stopped}`],
      ['T-2', 'pass', undefined],
      ['T-2', 'pass', undefined],
    ]);
  });

  it('asks which resources a sentence means; where that cannot be told, what passes anyway passes', () => {
    const verdicts = (check: Rule['check'], appliesTo: Rule['appliesTo']) => {
      const guarded = { ...tableRule({}, () => pass()), check, appliesTo } as Rule;
      const { rows } = evaluate({ nowMs: JUDGED_AT_MS, graph: graphWith(known), rules: [guarded], phase: 'deployed' });
      return rows.map(({ verdict, message }) => `${verdict} ${message ?? ''}`.trim());
    };
    const open = () => {
      throw new Undecided('tags', 'not computed yet');
    };
    expect(
      verdicts(
        () => fail('is red'),
        () => 'is small',
      ),
    ).toEqual(['not-applicable known is small']);
    expect(
      verdicts(
        () => fail('is red'),
        () => true,
      ),
    ).toEqual(['fail known is red']);
    expect(verdicts(() => fail('is red'), open)).toEqual(['unknown known cannot be decided: tags: not computed yet']);
    expect(verdicts(() => pass(), open)).toEqual(['pass']);
  });

  it('judges a stack or the estate as a whole in one row, and gives parameters their own or the estate’s values', () => {
    const base = { title: 't', why: 'w', remedy: 'r', severity: 'low', types: [TABLE], cannotSee: [] } as const;
    const parameters = { most: { default: 1, means: 'the most tables' } };
    const perStack = rule({
      ...base,
      id: 'T-1',
      decidedAt: 'deployed',
      parameters,
      checkStack: (stack, { most }) => (stack.all(TABLE).length <= most ? pass() : fail('has too many tables')),
    });
    const perEstate = rule({
      ...base,
      id: 'T-2',
      decidedAt: 'estate',
      parameters: {},
      checkEstate: (estate) => (estate.all(TABLE).length === 3 ? pass() : fail('has another number')),
    });
    const graph = graphWith(known, hidden, resource(TABLE, 'c', { id: 'c', stack: 'other' }));
    const result = (most: number) =>
      evaluate({
        nowMs: JUDGED_AT_MS,
        graph,
        rules: [perStack, perEstate],
        phase: 'deployed',
        parameters: { 'T-1': { most } },
      });
    const rows = (most: number) => result(most).rows.filter(({ urn }) => urn === undefined);
    expect(rows(1)).toEqual([
      { control: 'T-1', severity: 'low', stack: 'dev', verdict: 'fail', message: 'has too many tables' },
      { control: 'T-1', severity: 'low', stack: 'other', verdict: 'pass' },
      { control: 'T-2', severity: 'low', verdict: 'pass' },
    ]);
    expect(summaryOf(rows(2))).toMatchObject({ pass: 3, fail: 0 });
    // every table has its row in each control, and says where its verdict stands
    const { rows: all, examined } = result(1);
    expect(all.filter(({ urn, verdict }) => urn !== undefined && verdict === 'not-applicable')).toHaveLength(6);
    expect(examined).toBe(6);
  });
});
