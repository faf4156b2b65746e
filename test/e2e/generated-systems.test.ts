import { expect, test } from 'vitest';
import { failOverGenerated, faultsOf } from '../support/generated-failover.ts';

/** `node scripts/dev.ts seeds` does the same for twenty. */
const SEEDS = [1, 2, 4, 7];

test.each(SEEDS)(
  'a system generated from seed %i comes up, its preview is empty, and it survives the loss of its writing region',
  async (seed) => {
    const result = await failOverGenerated(seed);
    const { document, regions, founder, name } = result;
    process.stdout.write(
      `seed ${seed}: ${name}, sites ${Object.keys(regions).join(' ')}, ${founder} lost, ${document.sites.winner} won, served again after ${document.measured.rtoSeconds} s\n`,
    );
    expect(faultsOf(result)).toEqual([]);
  },
);
