import { createRequire } from 'node:module';
import { behaviourOf, type OutputFacts, recordedTypes } from '../behaviour.ts';
import { isRequired } from '../names.ts';

/** The version of `@pulumi/aws` whose types the twin provides: the one that is installed. */
export function packageVersion(): string {
  const { version } = createRequire(import.meta.url)('@pulumi/aws/package.json') as { version: string };
  return version;
}

/**
 * The package as Pulumi's schema describes one: every recorded type with its inputs and outputs. What is inside objects is left open
 * (`pulumi.json#/Any`), and the data sources are not listed: it is for tools that ask what the twin's provider knows.
 */
export function packageSchema(): object {
  return {
    name: 'aws',
    version: packageVersion(),
    description: 'The AWS provider of an Evenkeel twin: nothing of it touches AWS.',
    config: { variables: { region: { type: 'string' } } },
    provider: { inputProperties: { region: { type: 'string' } } },
    resources: Object.fromEntries(recordedTypes().map((type) => [type, resourceSchema(type)])),
  };
}

function resourceSchema(type: string): object {
  const { in: inputs = {}, out: outputs = {} } = behaviourOf(type) ?? {};
  const inputProperties = Object.fromEntries(
    Object.entries(inputs).map(([name, facts]) => [name, typeSchema(facts[1])]),
  );
  const computed = Object.entries(outputs).map(([name, facts]) => [name, typeSchema(typeOf(facts))]);
  const required = Object.entries(inputs).filter(([, facts]) => isRequired(facts));
  return {
    inputProperties,
    requiredInputs: required.map(([name]) => name),
    properties: { ...inputProperties, ...Object.fromEntries(computed) },
  };
}

function typeOf(facts: OutputFacts): string {
  return typeof facts === 'string' ? facts : facts.t;
}

function typeSchema(type: string): object {
  if (type.endsWith('[]')) return { type: 'array', items: typeSchema(type.slice(0, -2)) };
  const [, member] = /^map<(.+)>$/.exec(type) ?? [];
  if (member !== undefined) return { type: 'object', additionalProperties: typeSchema(member) };
  if (type === 'string' || type === 'number') return { type };
  if (type === 'bool') return { type: 'boolean' };
  return { $ref: 'pulumi.json#/Any' };
}
