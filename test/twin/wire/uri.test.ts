import { expect, test } from 'vitest';
import { extractModel } from '../../../scripts/models/extract.ts';
import { matchUri } from '../../../src/twin/wire/codec/uri.ts';
import { ServiceModel } from '../../../src/twin/wire/model/shape.ts';
import { rawRequest } from './support.ts';

// patterns that overlap; the served operations have none yet
const service = new ServiceModel(
  await extractModel('lambda', [
    'GetLayerVersion',
    'GetProvisionedConcurrencyConfig',
    'ListLayerVersions',
    'ListProvisionedConcurrencyConfigs',
  ]),
);
const match = (path: string, query = '', method = 'GET') =>
  matchUri(service, rawRequest('lambda', { method, path, query }));

test('a pattern with a fixed query wins over the same without it', () => {
  const path = '/2019-09-30/functions/f/provisioned-concurrency';
  expect(match(path, 'Qualifier=1')?.operation.name).toBe('GetProvisionedConcurrencyConfig');
  expect(match(path, 'List=ALL')?.operation.name).toBe('ListProvisionedConcurrencyConfigs');
  expect(match(path, 'List=SOME')?.operation.name).toBe('GetProvisionedConcurrencyConfig');
});

test('the number of parts and the method must agree, and no label is empty', () => {
  expect(match('/2018-10-31/layers/l/versions')?.labels).toEqual({ LayerName: 'l' });
  expect(match('/2018-10-31/layers/l/versions/2')?.labels).toEqual({ LayerName: 'l', VersionNumber: '2' });
  expect(match('/2018-10-31/layers/l/versions', '', 'POST')).toBeUndefined();
  expect(match('/2018-10-31/layers//versions')).toBeUndefined();
  expect(match('/2018-10-31/layers')).toBeUndefined();
});
