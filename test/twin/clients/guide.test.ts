import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { testWithAws } from '../../support/aws-cli.ts';
import { cli, root, withFolder } from '../../support/cli.ts';

/** The shell lines of the guide that run `evenkeel`, without the one that serves until it is stopped. */
function commands(): string[][] {
  const guide = readFileSync(join(root, 'docs/guides/with-your-aws-client.md'), 'utf8');
  return [...guide.matchAll(/^evenkeel (.+)$/gm)]
    .map((match) => (match[1] ?? '').split(' '))
    .filter(([, action]) => action !== 'serve');
}

testWithAws(1, 'every command of the guide “with your AWS client” does what it says', async ({ path }) => {
  await withFolder(async (state) => {
    const env = { EVENKEEL_STATE: state, PATH: `${dirname(path)}${delimiter}${process.env['PATH'] ?? ''}` };
    expect(commands().length).toBe(4);
    for (const words of commands()) {
      const { code, stderr } = await cli(words, { env });
      expect([words.join(' '), code, stderr]).toEqual([words.join(' '), 0, '']);
    }
  });
});
