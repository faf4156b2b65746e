import { expect, test } from 'vitest';
import { commandAt } from '../../src/cli/command-at.ts';
import { GLOBAL_OPTIONS } from '../../src/cli/commands.ts';

const at = (line: string) => commandAt(line.split(' '), GLOBAL_OPTIONS);

test('the value of an option before the command is not taken for the command', () => {
  expect(at('--state up preview orders')).toBe(2);
  expect(at('--state=up preview orders')).toBe(1);
  expect(at('--json --env staging audit')).toBe(3);
});

test('a switch before the command takes no word away', () => {
  expect(at('--json runs')).toBe(1);
  expect(at('up orders --state DIR')).toBe(0);
});

test('a line of options alone has no command', () => {
  expect(at('--json --state DIR')).toBe(-1);
});
