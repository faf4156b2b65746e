import { EvenkeelError, type Scenario } from 'evenkeel/runbook';

const SCENARIOS: Readonly<Record<string, () => Promise<{ scenario: Scenario }>>> = {
  'region-loss': () => import('./region-loss.ts'),
  'replication-cut': () => import('./replication-cut.ts'),
};

export const scenarioNames: readonly string[] = Object.keys(SCENARIOS);

/** The scenario of a name; the error says which there are. */
export async function loadScenario(name: string): Promise<Scenario> {
  const load = SCENARIOS[name];
  if (load) return (await load()).scenario;
  throw new EvenkeelError({
    code: 'scenario-unknown',
    message: `there is no scenario ${name}`,
    found: name,
    allowed: scenarioNames.join(', '),
    next: 'name one of these, or add a file under runbooks/scenarios',
  });
}
