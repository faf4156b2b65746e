import { drawHex } from '../../lib/chance.ts';
import type { PropertyMap } from '../../lib/property.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * The property that the Pulumi bridge fills with a name when the program gives none: `name`, wherever it is an input
 * and the SDK does not insist on it (pulumi-terraform-bridge, `SetAutonaming(255, "-")`). `undefined` where there is none.
 */
export function autoNameOf(behaviour: Behaviour): 'name' | undefined {
  const facts = behaviour.in['name'];
  if (facts === undefined || facts[1] !== 'string' || isRequired(facts)) return undefined;
  return 'name';
}

/** True where the SDK wants the property: the recorded provider's word, unless the SDK differs. */
export function isRequired(facts: Behaviour['in'][string]): boolean {
  return facts[3]?.sdk === 'req' || (facts[0] === 'req' && facts[3]?.sdk !== 'opt');
}

/**
 * An automatic name: the resource's own and 7 hex digits, which follow from the seed, the URN and how many resources of that
 * URN there were before, so that a preview says the name that the update gives and a replacement gets another one.
 */
export function autoName(type: string, name: string, seed: string, urn: string, before: number): string {
  return `${transformed(type, name)}-${drawHex(seed, urn, `name#${before}`, 7)}`;
}

/** The most characters of an automatic name; AWS allows 32 for these two (pulumi-aws says so for target groups). */
export function autoNameLimit(type: string): number {
  return type === 'aws:lb/targetGroup:TargetGroup' || type === 'aws:lb/loadBalancer:LoadBalancer' ? 32 : 255;
}

/**
 * What the provider itself makes up at creation, never in a preview: `namePrefix` and 26 digits; for identifiers
 * (`clusterIdentifier`, `identifier`, …) that the program leaves out, `tf-` and 26 digits.
 */
export function namesAtCreation(
  behaviour: Behaviour,
  inputs: PropertyMap,
  seed: string,
  urn: string,
  before: number,
): Record<string, string> {
  const made: Record<string, string> = {};
  for (const prefixName of Object.keys(behaviour.in)) {
    if (!prefixName.endsWith('Prefix')) continue;
    const name = prefixName === 'bucketPrefix' ? 'bucket' : prefixName.slice(0, -'Prefix'.length);
    if (behaviour.in[name]?.[0] !== 'opt+comp' || inputs[name] !== undefined) continue;
    const prefix = inputs[prefixName];
    made[name] = `${typeof prefix === 'string' ? prefix : 'tf-'}${digits(seed, urn, `${name}#${before}`)}`;
  }
  return made;
}

function transformed(type: string, name: string): string {
  // AWS stores the names of subnet groups in lower case, and the bridge makes them so
  return type === 'aws:rds/subnetGroup:SubnetGroup' ? name.toLowerCase() : name;
}

function digits(seed: string, urn: string, event: string): string {
  return BigInt(`0x${drawHex(seed, urn, event, 32)}`)
    .toString()
    .slice(0, 26)
    .padStart(26, '0');
}
