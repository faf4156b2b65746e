import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../support/cli.ts';
import { testWith } from '../support/external.ts';
import { copyProject } from '../support/pulumi-project.ts';

testWith(
  'pulumi',
  'the commands of the guide “with your Pulumi CLI” work, one block after the other',
  () => {
    const guide = readFileSync(join(root, 'docs/guides/with-your-pulumi-cli.md'), 'utf8');
    const blocks = [...guide.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
    expect(blocks.length).toBe(3);
    const project = copyProject();
    try {
      const clean = Object.entries(process.env).filter(([name]) => !/^(PULUMI|AWS)_/.test(name));
      const printed = execFileSync('bash', ['-euo', 'pipefail', '-c', blocks.join('\n')], {
        cwd: project.folder,
        encoding: 'utf8',
        env: {
          ...Object.fromEntries(clean),
          PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
          PULUMI_HOME: join(project.folder, 'pulumi-home'),
          PULUMI_SKIP_UPDATE_CHECK: 'true',
        },
      });
      expect(printed).toContain('No changes: every resource was read and is as declared.');
      expect(printed).toContain('orders-prod-usw2');
      expect(printed).toContain('https://www.orders.example.com');
    } finally {
      project.remove();
    }
  },
  900_000,
);
