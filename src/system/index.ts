/** What programs and runbooks may know of systems: `evenkeel/system`. */
export { writeDuration } from '../lib/duration.ts';
export { EvenkeelError } from '../lib/errors.ts';
export { type Cidr, formatCidr, parseCidr } from './cidr.ts';
export { inEnvironment } from './in-environment.ts';
export { findStackIn, loadSystem, loadSystems } from './load.ts';
export {
  accountStackOf,
  type FoundStack,
  findStack,
  founderOf,
  type Layer,
  type StackSpec,
  stacksOf,
  type Tenant,
} from './stacks.ts';
export type { BoundPart, Environment, Site, SiteBindings, System } from './system.ts';
