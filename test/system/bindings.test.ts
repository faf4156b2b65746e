import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseSystem } from '../../src/system/parse.ts';
import { SHOP } from '../support/foreign-exports.ts';

/** The shop's file with lines of bindings. */
function withBindings(...lines: string[]) {
  const text = readFileSync(SHOP, 'utf8').replace(
    '    sites:',
    ['    bindings:', ...lines.map((line) => `      ${line}`), '    sites:'].join('\n'),
  );
  const result = parseSystem(text, 'shop.yaml');
  return 'problems' in result ? result.problems : result.system.environments['prod']?.bindings;
}

it('bindings say by site which resource plays which part; without them there are none', () => {
  expect(withBindings('dublin:', '  fleet: web-1', '  cluster: arn:aws:rds:eu-west-1:222233334444:cluster:a')).toEqual({
    dublin: { fleet: 'web-1', cluster: 'arn:aws:rds:eu-west-1:222233334444:cluster:a' },
  });
  const plain = parseSystem(readFileSync(SHOP, 'utf8'), 'shop.yaml');
  expect('system' in plain && plain.system.environments['prod']?.bindings).toEqual({});
});

it('a binding of a site that there is not, or of a part that nothing reads, is refused at its place', () => {
  expect(withBindings('dubln:', '  fleet: web-1')).toEqual([
    {
      code: 'system.binding',
      at: 'shop.yaml:18:9',
      message: 'a binding names no site',
      found: 'dubln',
      allowed: 'dublin, main',
      next: 'did you mean dublin?',
    },
  ]);
  expect(withBindings('dublin:', '  flet: web-1')).toMatchObject([
    { code: 'system.unknown-key', at: 'shop.yaml:18:9', found: 'flet', next: 'did you mean fleet?' },
  ]);
  expect(withBindings('dublin: {}')).toMatchObject([{ code: 'system.value', at: 'shop.yaml:17:15' }]);
  expect(withBindings('dublin:', '  fleet: two words')).toMatchObject([{ code: 'system.value' }]);
});
