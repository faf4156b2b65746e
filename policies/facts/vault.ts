import { type Block, type Resource, Undecided } from 'evenkeel/policy';
import { keepsDays, PLAN } from './backup-plan.ts';

export const VAULT = 'aws:backup/vault:Vault';
export const GAPPED_VAULT = 'aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault';

/**
 * The most days for which a plan keeps what it puts or copies into a vault; 0 where none does. What is kept for ever no lock need
 * hold: nothing ends it but a person.
 */
export function mostDaysIn(vault: Resource): number {
  const rules = vault.from(PLAN, 'rules.targetVaultName').flatMap((plan) => plan.list('rules'));
  const copiers = vault.from(PLAN, 'rules.copyActions.destinationVaultArn').flatMap((plan) => plan.list('rules'));
  const copies = copiers.flatMap((rule) => rule.list('copyActions'));
  const days = [
    ...rules.filter((rule) => leadsTo(rule, 'targetVaultName', vault)).map(keepsDays),
    ...copies.filter((copy) => leadsTo(copy, 'destinationVaultArn', vault)).map(keepsDays),
  ];
  return Math.max(0, ...days.filter(Number.isFinite));
}

function leadsTo(block: Block, path: string, vault: Resource): boolean {
  const one = block.to(path, vault.type);
  if (one?.isCertain === false) throw new Undecided(path, 'leads perhaps to it, perhaps to another', true);
  return one?.isSeen === true && one.urn === vault.urn;
}
