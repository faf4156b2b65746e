import { allOf, attempt, type Block, type Resource, type Scope, Undecided } from 'evenkeel/policy';
import { SELECTION, takes } from './backup-selection.ts';

export const PLAN = 'aws:backup/plan:Plan';

/** The selections that could take a data store: those of its region. */
export function selectionsAt(store: Resource, estate: Scope): readonly Resource[] {
  return estate.having(SELECTION, regionOf, store.region);
}

function regionOf(resource: Resource): string {
  return resource.region;
}

/** The rules by which a data store is backed up. */
export interface CoveringRules {
  readonly certain: readonly Block[];
  /** Those of plans that take it perhaps. */
  readonly perhaps: readonly Block[];
  /** Set where there may be others. */
  readonly open: Undecided | undefined;
}

export function coveringRules(store: Resource, estate: Scope): CoveringRules {
  const certain: Block[] = [];
  const perhaps: Block[] = [];
  let open: Undecided | undefined;
  for (const selection of selectionsAt(store, estate)) {
    const isTaken = attempt(() => takes(selection, store));
    if ('value' in isTaken && !isTaken.value) continue;
    const rules = attempt(() => rulesOf(selection));
    if ('undecided' in rules) open ??= rules.undecided;
    else if ('value' in isTaken && selection.isCertain) certain.push(...rules.value);
    else perhaps.push(...rules.value);
    if ('undecided' in isTaken) open ??= isTaken.undecided;
    else if (!selection.isCertain) open ??= new Undecided('region', 'not computed yet', true);
  }
  return { certain, perhaps, open };
}

/** The rules of a selection's plan. */
function rulesOf(selection: Resource): readonly Block[] {
  return selection.to('planId', PLAN)?.list('rules') ?? [];
}

/**
 * The schedule of a rule. Left out, it is every day at five. Source: `ScheduleExpression` of BackupRuleInput, AWS Backup API reference
 * (read 2026-11).
 */
export function scheduleOf(rule: Block): string {
  return rule.text('schedule') ?? 'cron(0 5 ? * * *)';
}

/** Days that a rule keeps what it makes; left out, it keeps it for ever. */
export function keepsDays(rule: Block): number {
  return rule.number('lifecycle.deleteAfter') ?? Number.POSITIVE_INFINITY;
}

/** Where a vault stands that a property names by its ARN: elsewhere than the plan in region, and in account, as far as is asked. */
export function isElsewhere(copy: Block, plan: Resource, needsAccount: boolean): boolean {
  const vault = placeOf(copy);
  return allOf(
    () => vault.region() !== plan.region,
    () => !needsAccount || vault.account() !== plan.account,
  );
}

const VAULTS = ['aws:backup/vault:Vault', 'aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault'];

function placeOf(copy: Block) {
  const arn = attempt(() => copy.text('destinationVaultArn'));
  const [, region, account] = /^arn:[\w-]+:backup:([\w-]+):(\d{12}):/.exec(('value' in arn && arn.value) || '') ?? [];
  const vault = VAULTS.map((type) => copy.to('destinationVaultArn', type)).find((one) => one?.isSeen);
  const told = (read: (of: Resource) => string) => {
    if (vault?.isCertain === true) return read(vault);
    throw 'undecided' in arn ? arn.undecided : new Undecided('destinationVaultArn', 'is the ARN of no vault');
  };
  return {
    region: () => region ?? told((one) => one.region),
    account: () => account ?? told((one) => one.account),
  };
}
