import { EvenkeelError } from '../../lib/errors.ts';
import { faultInstant, imagesOf } from '../../rehearsal/rehearse.ts';
import { isOver } from '../../runner/journal/history.ts';
import { startRun } from '../../runner/run.ts';
import { startTraffic } from '../../twin/traffic/clients.ts';
import { playFaults } from '../../twin/traffic/play.ts';
import { serviceOf } from '../../twin/traffic/service.ts';
import type { CommandRun } from '../command.ts';
import { endRun } from '../end-run.ts';
import { refuseWhatIsToCome } from '../estate.ts';
import { openSession, type RunSession, warmUp } from '../run-session.ts';
import { loadRunbook, loadScenario } from '../runbooks.ts';

/** Runs a runbook on the persistent twin; a scenario strikes it first. Never grants an approval. */
export const run: CommandRun = async (invocation) => {
  refuseWhatIsToCome(invocation);
  const { RUNBOOK = '', SYSTEM = '' } = invocation.positionals;
  const runbook = await loadRunbook(invocation.root, RUNBOOK, invocation.value('runbooks'));
  const name = invocation.value('scenario');
  const scenario =
    name === undefined ? undefined : await loadScenario(invocation.root, name, invocation.value('runbooks'));
  const session = await openSession(invocation, SYSTEM);
  try {
    refuseSecond(session, SYSTEM, invocation.environmentName);
    warmUp(session.persistent);
    const context = scenario ? strike(session, scenario) : {};
    const result = await startRun(session.options(runbook, context));
    return await endRun(invocation, session, runbook, result);
  } finally {
    session.close();
  }
};

/** Before anything strikes: a scenario must not play under a run that is under way. */
function refuseSecond(session: RunSession, system: string, environment: string): void {
  const open = session.journal
    .runs()
    .find((row) => row.system === system && row.environment === environment && !isOver(row.outcome));
  if (!open) return;
  throw new EvenkeelError({
    code: 'run-open',
    message: `another run of ${system} is open`,
    found: `${open.run}, ${open.outcome}`,
    allowed: 'one run of a system at a time',
    next: `evenkeel resume ${open.run}, or evenkeel abort ${open.run} --reason R`,
  });
}

/** Puts the service under load, lets the calm pass and the faults strike; answers what the journal is to remember. */
export function strike(
  session: RunSession,
  scenario: Awaited<ReturnType<typeof loadScenario>>,
): Record<string, string> {
  const { twin, batch } = session.persistent;
  const { world, ports } = twin;
  const { topology } = session.runSubject;
  const service = serviceOf(world, topology.host);
  if (!service) throw new Error('broken invariant: the service of a session is declared');
  startTraffic(world, service.host, scenario.load);
  const faultMs = faultInstant(world.nowMs, scenario.calmSeconds, world.seed);
  const { writer } = playFaults(world, service, scenario.faults, faultMs, ports, imagesOf(session.runSubject));
  batch(() => world.advanceTo(faultMs));
  return {
    scenario: scenario.name,
    scenarioTitle: scenario.title,
    scenarioAbout: scenario.about,
    faultMs: String(faultMs),
    lostSite: topology.sites.find((site) => site.region === writer)?.site ?? writer,
  };
}
