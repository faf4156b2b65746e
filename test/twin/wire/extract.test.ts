import { describe, expect, test } from 'vitest';
import { extractModel } from '../../../scripts/models/extract.ts';
import { traitsOf } from '../../../scripts/models/schema.ts';
import { ShapeCollector } from '../../../scripts/models/shapes.ts';

describe('the extraction stops at what it does not know', () => {
  test.each([
    ['an operation', () => extractModel('sts', ['GetNothing'])],
    ['a streaming operation', () => extractModel('lambda', ['InvokeWithResponseStream'])],
    ['a trait', async () => traitsOf({ xmlFlattened: 1 }, 'x')],
    ['a bit of a trait', async () => traitsOf(64, 'x')],
    ['a scalar', async () => new ShapeCollector().add(17, 'x')],
    ['a schema', async () => new ShapeCollector().add([8, 'ns', 'name', 0, []], 'x')],
  ])('%s', async (_, extract) => {
    await expect(extract()).rejects.toThrow();
  });

  test('two different shapes of one name', () => {
    const shapes = new ShapeCollector();
    shapes.add([1, 'ns', 'Names', 0, 0], 'x');
    expect(() => shapes.add([1, 'ns', 'Names', 0, 1], 'x')).toThrow('two shapes are called Names');
  });
});

test('equal shapes of one name are one shape', () => {
  const shapes = new ShapeCollector();
  shapes.add([1, 'ns', 'Names', 0, 0], 'x');
  shapes.add([1, 'ns', 'Names', 0, 0], 'x');
  expect(shapes.sorted()).toEqual({ Names: { list: 'string' } });
});
