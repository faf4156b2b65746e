import { openStateFolder } from '../lib/state-folder.ts';
import type { Twin } from '../twin/twin.ts';
import type { Invocation } from './command.ts';
import { crashPhase } from './crash-phase.ts';
import { onlyAccount, type Subject } from './estate.ts';

/** The account of a twin that belongs to no system: one of those that AWS's documentation uses. */
const NOBODYS_ACCOUNT = '123456789012';

/** Where the clock of a new world begins: any instant does, a round one is easiest to read. */
export const FIRST_INSTANT_MS = Date.UTC(2026, 0, 1);

/** The twin of a state folder, open for this process alone. */
export interface PersistentTwin {
  readonly twin: Twin;
  /** Runs a change of many transactions, such as time passing, with one write to the disk. */
  batch<R>(change: () => R): R;
  /** The site that writes now; undefined while there is no database. */
  writingSite(subject: Subject): string | undefined;
  close(): void;
}

/** Opens the state folder's twin; one that does not exist yet gets the seed of `--seed` and the environment's account. */
export async function openPersistentTwin(invocation: Invocation, subject?: Subject): Promise<PersistentTwin> {
  const { openStore } = await import('../twin/store.ts');
  const { assembleTwin } = await import('../twin/twin.ts');
  const folder = openStateFolder(invocation.stateDir);
  const begin = {
    seed: invocation.value('seed') ?? '1',
    account: subject?.environment.account ?? onlyAccount(invocation) ?? NOBODYS_ACCOUNT,
    nowMs: FIRST_INSTANT_MS,
  };
  const store = openStore(folder.dir, folder.key('twin'), begin, crashPhase());
  const { clusters, globalClusters, writerOfGlobal } = await import('../twin/services/rds/records.ts');
  return {
    twin: assembleTwin(store.world),
    batch: (change) => store.batch(change),
    writingSite({ environment }) {
      const members = globalClusters(store.world).values().map(writerOfGlobal);
      const writers = clusters(store.world)
        .values()
        .filter((cluster) => members.some((member) => member?.clusterArn === cluster.arn));
      return environment.sites.find((site) => writers.some((cluster) => cluster.region === site.region))?.name;
    },
    close: () => store.close(),
  };
}
