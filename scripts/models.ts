/**
 * Makes the committed models of the wire: `node scripts/models.ts`. By hand, when an SDK package is bumped or a service
 * has gained a handler. The operations of a service are the handlers that it exports; those of a service that has none
 * yet are taken from `operations.json`, which this rewrites. A test compares the outcome with what is committed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { SERVICES, type ServiceName } from '../src/twin/call.ts';
import type { ModelFile } from '../src/twin/wire/model/file.ts';
import { extractModel, factsOf, operationNames } from './models/extract.ts';

const WIRE = new URL('../src/twin/wire/', import.meta.url);

if (import.meta.main) await main();

async function main(): Promise<void> {
  const operations = await servedOperations();
  writeFileSync(new URL('operations.json', WIRE), `${JSON.stringify(operations, null, 1)}\n`);
  for (const [name, text] of await modelFiles(operations)) {
    writeFileSync(new URL(`models/${name}`, WIRE), text);
    process.stdout.write(`${name} ${(text.length / 1024).toFixed(0)} KiB\n`);
  }
}

/** Operations by service, sorted: the keys of the handlers, or what `operations.json` lists where there are none. */
export async function servedOperations(): Promise<Record<ServiceName, string[]>> {
  const listed = JSON.parse(readFileSync(new URL('operations.json', WIRE), 'utf8')) as Record<string, string[]>;
  const served: Partial<Record<ServiceName, string[]>> = {};
  for (const service of SERVICES) served[service] = ((await handlersOf(service)) ?? listed[service] ?? []).sort();
  return served as Record<ServiceName, string[]>;
}

/** The files of `src/twin/wire/models` by name. */
export async function modelFiles(operations: Readonly<Record<ServiceName, readonly string[]>>) {
  const models: ModelFile[] = [];
  for (const service of SERVICES) models.push(await extractModel(service, operations[service]));
  const files = new Map(models.map((model) => [`${model.service}.json`, textOf(model)]));
  files.set('operation-names.json', await namesFile());
  files.set('services.json', `[\n${models.map((model) => JSON.stringify(factsOf(model))).join(',\n')}\n]\n`);
  return files;
}

/** Every operation that AWS has, so that what the twin does not model is told from what nobody does. */
async function namesFile(): Promise<string> {
  const rows: string[] = [];
  for (const service of SERVICES) rows.push(`"${service}":"${(await operationNames(service)).join(' ')}"`);
  return `{\n${rows.join(',\n')}\n}\n`;
}

async function handlersOf(service: ServiceName): Promise<string[] | undefined> {
  const entry = new URL(`../src/twin/services/${service}/index.ts`, import.meta.url);
  if (!existsSync(entry)) return undefined;
  const module = (await import(entry.href)) as Record<string, unknown>;
  const handlers = module[service];
  return typeof handlers === 'object' && handlers !== null ? Object.keys(handlers) : undefined;
}

/** JSON with one operation and one shape a line, so that a change shows as what it is. */
function textOf(model: ModelFile): string {
  const fields = Object.entries(model).map(([key, value]) => {
    if (key !== 'operations' && key !== 'shapes') return ` ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const rows = Object.entries(value as object).map(
      ([name, row]) => `  ${JSON.stringify(name)}: ${JSON.stringify(row)}`,
    );
    return ` ${JSON.stringify(key)}: {\n${rows.join(',\n')}\n }`;
  });
  return `{\n${fields.join(',\n')}\n}\n`;
}
