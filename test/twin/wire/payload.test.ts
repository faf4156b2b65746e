import { expect, test } from 'vitest';
import { extractModel } from '../../../scripts/models/extract.ts';
import { type Operation, ServiceModel } from '../../../src/twin/wire/model/shape.ts';
import { readRest, restJson1 } from '../../../src/twin/wire/protocol/rest.ts';
import { rawRequest } from './support.ts';

// no served operation has a payload member of bytes yet, so the model is made here
const service = new ServiceModel(await extractModel('lambda', ['Invoke']));
const operation = service.operations.get('Invoke') as Operation;

test('a payload member is the whole body, next to members in the path, the query and the headers', () => {
  const request = rawRequest('lambda', {
    query: 'Qualifier=live',
    headers: { 'x-amz-invocation-type': 'Event' },
    body: Uint8Array.of(0, 1, 255),
  });
  expect(readRest(restJson1, operation, request, { FunctionName: 'a%2Fb' })).toEqual({
    FunctionName: 'a/b',
    Qualifier: 'live',
    InvocationType: 'Event',
    Payload: Uint8Array.of(0, 1, 255),
  });
});

test('a payload is answered as its bytes, the status and headers from their members', () => {
  const output = { StatusCode: 202, ExecutedVersion: '7', Payload: Uint8Array.of(0, 255) };
  const response = restJson1.writeOutput({ service, operation, output, requestId: 'r' });
  expect(response.status).toBe(202);
  expect(response.headers['x-amz-executed-version']).toBe('7');
  expect(response.body).toEqual(Uint8Array.of(0, 255));
});

test('an absent payload is an empty body', () => {
  expect(restJson1.writeOutput({ service, operation, output: {}, requestId: 'r' })).toMatchObject({
    status: 200,
    body: '',
  });
});
