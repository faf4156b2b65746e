import { EvenkeelError } from '../../lib/errors.ts';
import { type PropertyMap, reveal } from '../../lib/property.ts';

/** Where a resource lives: its own `region` wins over its provider's. Throws `provider.region` where neither says. */
export function regionOf(config: PropertyMap, inputs: PropertyMap): string {
  const region = inputs['region'] ?? reveal(config['region']);
  if (typeof region === 'string' && region !== '') return region;
  throw new EvenkeelError({
    code: 'provider.region',
    message: 'the AWS provider has no region',
    allowed: 'a region such as us-east-1, in the provider or the resource',
    next: 'give the provider a region, or set aws:region in the configuration of the stack',
  });
}
