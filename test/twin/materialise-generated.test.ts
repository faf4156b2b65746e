import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpoints } from '../../src/cli/checkpoint-secrets.ts';
import { loadRunbook, loadScenario } from '../../src/cli/runbooks.ts';
import { PROJECT } from '../../src/cli/update.ts';
import { type Graph, graphOf } from '../../src/graph/graph.ts';
import { topologyOf } from '../../src/graph/topology-of.ts';
import { draw } from '../../src/lib/chance.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import { materialise } from '../../src/twin/materialise.ts';
import { inertResources } from '../../src/twin/provider/inert.ts';
import { assembleTwin } from '../../src/twin/twin.ts';
import { root } from '../support/cli.ts';
import { SEED, START_MS } from '../support/orders-up.ts';
import { bringSystemUp, type SystemUp } from '../support/system-up.ts';
import { generateSystem, writeSystem } from '../system/generate.ts';

/** The world and the topology that a graph of a system makes, as bytes. */
function made(up: SystemUp, graph: Graph) {
  const [environment] = Object.values(up.subject.system.environments);
  if (environment === undefined) throw new Error('a generated system has an environment');
  const topology = topologyOf(graph, { system: up.subject.system.system, environment });
  const twin = assembleTwin({ seed: SEED, account: environment.account, nowMs: START_MS });
  const { limits, created } = materialise(graph, twin, { restsOn: topology.restsOn });
  return { topology, limits, created, snapshot: twin.world.dump() };
}

const isOf = (stack: string, urn: string) => urn.startsWith(`urn:pulumi:${stack}::`);

/** One site, and three. */
const SEEDS = [12, 5];

test.each(SEEDS)(
  'the system of seed %i is the same world from its state and from its exports, whatever order the files come in',
  async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-generated-'));
    const sites = 1 + (seed % 3);
    const up = await bringSystemUp(writeSystem(folder, generateSystem(seed, { sites })));
    try {
      const stacks = up.stacks.map(({ stack }) => stack);
      const read = await Promise.all(stacks.map((stack) => up.backend.readStack({ project: PROJECT, stack })));
      const fromState = made(up, graphOf(read.flatMap((snapshot) => [...(snapshot?.resources ?? [])])));
      const shuffled = [...stacks].sort((a, b) => draw(seed, 'order', a) - draw(seed, 'order', b));
      const files = shuffled.map((stack) => ({
        name: stack,
        // through text, as a file
        checkpoint: JSON.parse(JSON.stringify(up.backend.exportStack({ project: PROJECT, stack }))) as unknown,
      }));
      const text = readFileSync(join(up.backend.folder, 'passphrase'), 'utf8').trim();
      const { resources, closed } = await openCheckpoints(files, [{ text, from: 'the test' }]);
      expect([...closed]).toEqual([]);
      const fromFiles = made(up, graphOf(resources));
      expect(fromFiles).toEqual(fromState);
      const kept = inertResources(up.twin.world).filter(({ urn }) => stacks.some((stack) => isOf(stack, urn)));
      expect(fromFiles.limits.map(({ kind, urn, isUnknown }) => [kind, urn, isUnknown])).toEqual(
        kept.map(({ urn }) => ['inert', urn, false]).sort(),
      );
      expect(fromFiles.topology).toEqual(up.subject.topology);
      if (sites === 1) return;
      const { snapshot, topology } = fromFiles;
      const { document } = await rehearse({
        start: { snapshot, inert: {}, limits: [] },
        subject: { ...up.subject, topology },
        runbook: await loadRunbook(root, 'dr-failover'),
        scenario: await loadScenario(root, 'region-loss'),
        seed: '1',
        shellHost: { root: folder, path: process.env['PATH'] ?? '', node: process.execPath, shared: new Map() },
        replay: '',
      });
      expect(document).toEqual((await up.rehearse('region-loss', '1')).document);
    } finally {
      up.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  300_000,
);
