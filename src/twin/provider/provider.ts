import { type PropertyMap, reveal } from '../../lib/property.ts';
import type { Provider } from '../../lib/provider.ts';
import type { Dispatcher } from '../dispatch.ts';
import type { Adapter } from './adapter.ts';
import { adapterAws } from './adapter-aws.ts';
import { checkInputs } from './check.ts';
import { diffInputs } from './diff.ts';
import { guarded } from './failures.ts';
import { INVOKES, refuseInvoke } from './invokes.ts';
import { previewUpdate } from './outputs.ts';
import { regionOf } from './region.ts';
import { TwinResources } from './resources.ts';

/**
 * The AWS provider of the twin: Pulumi's provider protocol on top of the twin's own operation handlers. What a type
 * replaces, defaults and computes comes from the recorded behaviour of the real provider; the calls come from the
 * type's adapter; a type without one is inert. Each create, update and delete is one transaction of the world.
 */
export function createProvider(dispatcher: Dispatcher, adapters: readonly Adapter[]): Provider {
  const resources = new TwinResources(dispatcher, adapters);
  return {
    async check(request) {
      const { type, behaviour } = resources.subject(request);
      const before = resources.heardCreations(request.urn);
      if (behaviour === undefined) return { inputs: request.news, failures: [] };
      return checkInputs(type, behaviour, request, { seed: dispatcher.world.seed, before });
    },
    async diff(request) {
      const { type, behaviour } = resources.subject(request);
      return diffInputs(type, behaviour, request);
    },
    async create(request) {
      if (request.preview) return { id: '', outputs: resources.foresee(request) };
      return resources.create(request, { answerMayBeLost: request.answerMayBeLost ?? false });
    },
    async read(request) {
      return resources.read(request);
    },
    async update(request) {
      const subject = resources.subject({ ...request, inputs: request.newInputs });
      if (request.preview) return { outputs: previewUpdate(subject, request.newInputs, request.oldOutputs) };
      return { outputs: resources.update(request) };
    },
    async delete(request) {
      resources.delete(request);
    },
    async creations(urn) {
      return resources.creations(urn);
    },
    async heard(urn) {
      resources.heard(urn);
    },
    async invoke({ token, args, config }) {
      const answer = INVOKES[token] ?? refuseInvoke(token);
      const plain = reveal(args) as PropertyMap;
      const aws = adapterAws(dispatcher, regionOf(config, plain), token);
      return guarded(aws, () => ({ result: answer(plain, aws), failures: [] }));
    },
  };
}
