import { type PropertyMap, reveal } from '../../../src/lib/property.ts';
import type { Provider } from '../../../src/lib/provider.ts';

/**
 * A provider that keeps what the twin does not model, and what refers to that, as the program says it: with an id, an ARN and nothing
 * of behaviour. What AWS refuses stays refused.
 */
export function keepingProvider(twin: Provider): Provider {
  const kept = new Set<string>();
  const create: Provider['create'] = async (request) => {
    const { name, inputs, preview } = request;
    if (preview) return twin.create(request);
    const said = JSON.stringify(inputs);
    if (![...kept].some((id) => said.includes(id))) {
      try {
        return await twin.create(request);
      } catch (error) {
        if (!/the twin does not model/.test(String(error))) throw error;
      }
    }
    const region = String(reveal(request.config['region']) ?? 'us-east-1');
    const id = `kept-${name}`;
    const arn = `arn:aws:kept:${region}:111122223333:${id}`;
    for (const text of [id, (inputs as PropertyMap)['name']]) if (typeof text === 'string') kept.add(text);
    return { id, outputs: { ...inputs, arn } };
  };
  return new Proxy(twin, {
    get(target, key) {
      if (key === 'create') return create;
      const found: unknown = Reflect.get(target, key);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
}
