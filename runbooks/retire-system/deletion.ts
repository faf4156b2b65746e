import { declared, readGlobalDatabase, type StackInventory, type Step, takes, uses } from 'evenkeel/runbook';
import { DAY_SECONDS, type RetirementInput } from './input.ts';
import { protectionsOf, readsProtections } from './protections.ts';

/** A deletion that AWS refuses for now is tried again for so long. */
const MOST_DELETION_SECONDS = 12 * 3600;

/** The point of no return and what lies beyond it, stack by stack. */
export function deletion(input: RetirementInput, after: string): Step[] {
  const stacks = inOrder(input);
  const destroys = stacks.map((stack, index) => destroy(stack, stacks[index - 1]));
  return [lastLook(input, after), noReturn(input), ...destroys];
}

/** Key of the last stack's step. */
export function lastDestroy(input: RetirementInput): string {
  return `destroy-${inOrder(input).at(-1)?.stack}`;
}

/** Backwards through the layers; of the sites the one that writes goes last. */
function inOrder({ inventory, writer }: RetirementInput): StackInventory[] {
  const sites = inventory.stacks.filter(({ site }) => site !== undefined);
  const ordered = [...sites.filter(({ site }) => site !== writer), ...sites.filter(({ site }) => site === writer)];
  return inventory.stacks.map((stack) => (stack.site === undefined ? stack : (ordered.shift() ?? stack)));
}

function lastLook({ topology, writer, inventory }: RetirementInput, after: string): Step {
  const { sites, globalClusterId } = topology;
  const region = sites[0]?.region ?? '';
  return {
    key: 'last-look',
    title: `${writer} still writes, no promotion is under way, and neither a lock that stays nor a hold is on a vault`,
    after: [after],
    operations: [...uses(region, 'rds.DescribeGlobalClusters'), ...readsProtections(sites)],
    expected: takes('rds.modify'),
    timeoutSeconds: DAY_SECONDS,
    confirm: {
      everySeconds: 60,
      until: async (io) => {
        const { writerArn, moving } = await readGlobalDatabase(io, region, globalClusterId);
        const site = sites.find(({ cluster }) => cluster.arn === writerArn)?.site ?? 'nobody';
        const detail = `${site} writes, ${moving ? moving.status : 'settled'}`;
        if (moving !== undefined) return { holds: false, detail };
        const protections = await protectionsOf(io, sites, inventory);
        const why = [detail, ...protections.map(({ message }) => message)].join('; ');
        const holds = site === writer && protections.length === 0;
        return holds ? { holds, detail } : { holds, detail: why, ruledOut: true };
      },
    },
    undo: { none: 'it only observes' },
    onFailure: 'undo',
  };
}

function noReturn({ system, inventory, snapshots, retirement, decisionSeconds }: RetirementInput): Step {
  const resources = inventory.stacks.reduce((sum, { deletes }) => sum + deletes, 0);
  const stores = inventory.stores.map(({ kind, id, region }) => `${kind} ${id} in ${region}`);
  const holds = retirement.legalHolds.map(({ id, until }) => `${id} until ${until}`);
  return {
    key: 'no-return',
    title: `Two persons agree that ${system} is deleted`,
    after: ['last-look'],
    operations: [],
    expected: takes(declared('decision', 2 * decisionSeconds)),
    timeoutSeconds: 60,
    approval: {
      question: `Delete ${system} for ever: ${resources} resources of ${inventory.stacks.length} stacks?`,
      shows: [
        { what: 'what holds data', value: stores.join(', '), mark: 'the checkpoints' },
        {
          what: 'manual snapshots of its clusters',
          value: snapshots.map(({ id, region }) => `${id} in ${region}`).join(', ') || 'none',
          mark: 'seen when the run began',
        },
        { what: 'legal holds', value: holds.join(', ') || 'none', mark: 'the system file' },
        {
          what: 'the zone',
          value: inventory.zone.made ? `${inventory.zone.name} goes` : 'stays: the system did not make it',
          mark: 'the checkpoints',
        },
      ],
      persons: 2,
      expiresSeconds: DAY_SECONDS,
      onExpiry: 'undo',
    },
    undo: { none: 'nothing is deleted yet' },
    onFailure: 'undo',
  };
}

function destroy({ stack, deletes, protects }: StackInventory, before: StackInventory | undefined): Step {
  return {
    key: `destroy-${stack}`,
    title: `Every resource of ${stack} is deleted`,
    after: [before === undefined ? 'no-return' : `destroy-${before.stack}`],
    operations: [],
    expected: takes('rds.delete', 'elbv2.interfaces-gone'),
    timeoutSeconds: MOST_DELETION_SECONDS,
    engine: { action: 'destroy', stack, unprotect: protects, deletes },
    undo: { none: 'what is deleted is gone; the final backup remains' },
    ...(before === undefined && { noReturn: `the deletion of ${stack} has begun` }),
  };
}
