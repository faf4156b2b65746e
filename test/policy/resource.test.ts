import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../src/lib/property.ts';
import { Resource } from '../../src/policy/index.ts';
import { scopeOf } from '../../src/policy/scope.ts';
import { graphWith, resource, SECRET, urnOf } from '../support/checkpoint.ts';

const TABLE = 'aws:dynamodb/table:Table';
const VPC = 'aws:ec2/vpc:Vpc';
const SUBNET = 'aws:ec2/subnet:Subnet';

function table(parts: Record<string, unknown>): Resource {
  const [node] = graphWith(resource(TABLE, 'table', parts)).byType(TABLE);
  if (node === undefined) throw new Error('the graph has a table');
  return new Resource(node);
}

describe('a resource as rules read it', () => {
  it('never gives a value for what is not known, secret, or of another kind', () => {
    const one = table({
      id: 't',
      inputs: { open: UNKNOWN, hidden: SECRET, name: 'n', size: '7', many: [1], flag: true },
    });
    expect([one.read('name'), one.text('name'), one.number('size'), one.texts('many'), one.read('flag')]).toEqual([
      'n',
      'n',
      7,
      ['1'],
      true,
    ]);
    expect([
      one.read('absent'),
      one.text('absent'),
      one.number('absent'),
      one.texts('absent'),
      one.list('absent'),
    ]).toEqual([undefined, undefined, undefined, [], []]);
    for (const read of ['read', 'need', 'text', 'number', 'texts', 'list'] as const) {
      expect(() => one[read]('open')).toThrow('open: not computed yet');
      expect(() => one[read]('hidden')).toThrow('hidden: secret');
    }
    expect(() => one.text('flag')).toThrow('flag: no text');
    expect(() => one.number('name')).toThrow('name: no number');
    expect(() => one.texts('name')).toThrow('name: no list');
  });

  it('tells what must be there and is not: of a thing that is there, not told; of a planned one, not computed yet', () => {
    expect(() => table({ id: 't' }).need('zone')).toThrow('zone: not told by the checkpoint');
    expect(() => table({}).need('zone')).toThrow('zone: not computed yet');
    expect([table({ id: 't' }).isPlanned, table({}).isPlanned, table({ id: UNKNOWN }).isPlanned]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('reads the parts of a list one by one: one that is not known hides no other', () => {
    const one = table({ inputs: { rules: [UNKNOWN, { port: 22, from: ['a', UNKNOWN] }] } });
    const [first, second] = one.list('rules');
    expect(() => first?.number('port')).toThrow('rules.0.port: not computed yet');
    expect(second?.number('port')).toBe(22);
    expect(() => second?.texts('from')).toThrow('rules.1.from: not computed yet');
    const [a, b] = second?.each('from') ?? [];
    expect(a?.()).toBe('a');
    expect(() => b?.()).toThrow('rules.1.from.1: not computed yet');
    expect(one.each('absent')).toEqual([]);
  });

  it('takes the program’s word where the answer of AWS is still to come, and can be asked for that word alone', () => {
    const one = table({ id: 't', inputs: { size: 1, zone: 'a' }, outputs: { size: UNKNOWN, zone: 'b', made: 'x' } });
    expect([one.read('size'), one.read('zone'), one.read('made')]).toEqual([1, 'b', 'x']);
    expect([one.declared.read('zone'), one.declared.read('made')]).toEqual(['a', undefined]);
  });

  it('leads to one resource, or says that it may be one or another, or that it is in no checkpoint', () => {
    const graph = graphWith(
      resource(VPC, 'a', { id: 'vpc-a' }),
      resource(VPC, 'b', {}),
      resource(SUBNET, 'known', { id: 's', inputs: { vpcId: 'vpc-a' } }),
      resource(SUBNET, 'either', {
        inputs: { vpcId: UNKNOWN },
        propertyDependencies: { vpcId: [urnOf(VPC, 'a'), urnOf(VPC, 'b')] },
      }),
      resource(SUBNET, 'outside', { id: 'o', inputs: { vpcId: 'vpc-z' } }),
      resource(SUBNET, 'none', { id: 'n', inputs: {} }),
    );
    const [known, either, outside, none] = graph.byType(SUBNET).map((node) => new Resource(node).to('vpcId', VPC));
    expect([known?.name, known?.isCertain, none]).toEqual(['a', true, undefined]);
    expect(() => either?.name).toThrow('vpcId: refers perhaps to one, perhaps to another');
    expect([outside?.isSeen, either?.isSeen, known?.isSeen]).toEqual([false, false, true]);
    expect(() => outside?.read('cidrBlock')).toThrow('vpc-z: is in none of the checkpoints');
    const [vpc] = graph.byType(VPC);
    const subnets = vpc && new Resource(vpc).from(SUBNET, 'vpcId').map(({ name, isCertain }) => [name, isCertain]);
    expect(subnets).toEqual([
      ['either', false],
      ['known', true],
    ]);
  });

  it('is found by what a question answers, once for each, and perhaps where the question cannot be answered', () => {
    const graph = graphWith(
      resource(TABLE, 'a', { id: 'a', inputs: { mode: 'x' } }),
      resource(TABLE, 'b', { id: 'b', inputs: { mode: 'y' } }),
      resource(TABLE, 'c', { inputs: { mode: UNKNOWN } }),
    );
    let asked = 0;
    const mode = (one: Resource) => {
      asked += 1;
      return one.text('mode');
    };
    const estate = scopeOf(undefined, graph);
    const found = (value: string) => estate.having(TABLE, mode, value).map(({ name, isCertain }) => [name, isCertain]);
    expect([found('x'), found('y'), found('z')]).toEqual([
      [
        ['a', true],
        ['c', false],
      ],
      [
        ['b', true],
        ['c', false],
      ],
      [['c', false]],
    ]);
    expect(asked).toBe(3);
  });
});
