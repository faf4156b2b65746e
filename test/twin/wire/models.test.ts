import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelFiles, servedOperations } from '../../../scripts/models.ts';
import { SERVICES } from '../../../src/twin/call.ts';
import { serviceModel } from '../../../src/twin/wire/model/load.ts';

const MODELS = new URL('../../../src/twin/wire/models/', import.meta.url);
const committed = (name: string) => readFileSync(new URL(name, MODELS), 'utf8');
const operations = await servedOperations();
const derived = await modelFiles(operations);

test.each(SERVICES)(
  'the model of %s is what the installed SDK gives for the operations that have handlers',
  (service) => {
    expect(committed(`${service}.json`) === derived.get(`${service}.json`), 'drifted: run node scripts/models.ts').toBe(
      true,
    );
    expect([...serviceModel(service).operations.keys()]).toEqual(operations[service]);
  },
);

test('the table of services is what the models say, and no file is left over', () => {
  expect(committed('services.json')).toBe(derived.get('services.json'));
  expect(readdirSync(MODELS).sort()).toEqual([...derived.keys()].sort());
});

test('each model says where it comes from and under which licence', () => {
  for (const service of SERVICES) {
    const { about, sdkVersion } = JSON.parse(committed(`${service}.json`)) as { about: string; sdkVersion: string };
    expect(about).toContain(sdkVersion);
    expect(about).toContain('Apache-2.0');
  }
});
