import { expect, test } from 'vitest';
import { cli, withFolder } from '../support/cli.ts';

interface Update {
  stacks: { stack: string; changes: Record<string, number>; resources: { urn: string; op: string }[] }[];
}

const STACK = 'orders-prod-base';
const PREFIX = `urn:pulumi:${STACK}::evenkeel::evenkeel:component:Roles`;
const ROLE = `${PREFIX}$aws:iam/role:Role::roles-gate-feeder`;
const POLICY = `${PREFIX}$aws:iam/rolePolicy:RolePolicy::roles-gate-feeder`;

/** How a selection combines with every option of a program is shown by `test/engine/conformance`. */
test('destroy and preview change what is selected only, and name what else it would take', async () => {
  await withFolder(async (state) => {
    const run = (...words: string[]) => cli([...words, '--json'], { state });
    const [own, yes] = [['orders', '--stack', STACK], '--yes'];
    await run('up', ...own, yes);

    const taken = await run('destroy', ...own, yes, '--select', ROLE);
    expect(taken.code).toBe(1);
    const { errors } = taken.json<{ errors: { code: string; message: string; next: string }[] }>();
    expect(errors.map(({ code }) => code)).toEqual(errors.map(() => 'engine.select-needs'));
    expect(errors.map(({ message }) => message).join('\n')).toContain(POLICY);
    expect(errors[0]?.next).toContain('--select-dependents');

    const gone = (await run('destroy', ...own, yes, '--select', POLICY)).json<Update>();
    expect(gone.stacks.map(({ changes }) => changes['delete'])).toEqual([1]);
    const seen = (await run('preview', ...own)).json<Update>();
    expect(seen.stacks.flatMap(({ resources }) => resources).filter(({ op }) => op !== 'same')).toEqual([
      { urn: POLICY, op: 'create' },
    ]);
    // what others made, or is not there, is left alone where something else is selected
    const other = (await run('preview', ...own, '--select', '**::roles-backup')).json<Update>();
    expect(other.stacks.flatMap(({ resources }) => resources).every(({ op }) => op === 'same')).toBe(true);

    const all = (await run('destroy', ...own, yes, '--select', ROLE, '--select-dependents')).json<Update>();
    expect(all.stacks[0]?.resources.filter(({ op }) => op === 'delete').map(({ urn }) => urn)).toContain(ROLE);

    const unknown = await run('preview', ...own, '--select', 'urn:pulumi:nowhere::evenkeel::a:b:C::d');
    expect(unknown.code).toBe(2);
    expect(unknown.json<{ errors: { code: string }[] }>().errors[0]?.code).toBe('select-unknown');
  });
}, 300_000);
