import { readFileSync } from 'node:fs';
import type { ServiceName } from '../../call.ts';
import type { ModelFile, ServiceFacts } from './file.ts';
import { ServiceModel } from './shape.ts';

const loaded = new Map<ServiceName, ServiceModel>();
let names: Readonly<Record<ServiceName, string>> | undefined;
let facts: readonly ServiceFacts[] | undefined;

/** The linked model of a service, read from its file when first asked for. The files never change while we run. */
export function serviceModel(service: ServiceName): ServiceModel {
  let model = loaded.get(service);
  if (!model) {
    model = new ServiceModel(readModel<ModelFile>(service));
    loaded.set(service, model);
  }
  return model;
}

/** What tells the services apart, without reading their models. */
export function serviceFacts(): readonly ServiceFacts[] {
  facts ??= readModel<readonly ServiceFacts[]>('services');
  return facts;
}

/** Whether AWS has an operation of this name, whatever the twin models. */
export function isOperationOfAws(service: ServiceName, operation: string): boolean {
  names ??= readModel<Readonly<Record<ServiceName, string>>>('operation-names');
  return names[service].split(' ').includes(operation);
}

function readModel<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../models/${name}.json`, import.meta.url), 'utf8')) as T;
}
