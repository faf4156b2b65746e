import type { GraphNode } from '../../graph/node.ts';
import { isCiphertext } from '../../graph/secret-value.ts';
import { drawHex } from '../../lib/chance.ts';
import { EvenkeelError } from '../../lib/errors.ts';
import { isSecret, type PropertyMap, type PropertyValue, secret } from '../../lib/property.ts';
import { behaviourOf } from '../provider/behaviour.ts';
import type { Limit } from './limit.ts';
import { withoutUnmodelled } from './unmodelled.ts';

/** What a resource is created from, and what that lacks of the resource as it was. */
export interface CreateInputs {
  readonly inputs: PropertyMap;
  readonly limits: readonly Limit[];
}

/**
 * The inputs of a resource as runs had left it, in the terms of this provider, whichever version wrote them: without the bridge's
 * notes, what the twin does not model left out, and secrets that stay closed made up where only an application reads them.
 */
export function createInputs(node: GraphNode, isNeeded: boolean, seed: string): CreateInputs {
  const observed = withoutNotes(inToday(node.type, observedInputs(node))) as PropertyMap;
  const { inputs, limits } = withoutUnmodelled(node, observed, isNeeded);
  const made = withSecretsMadeUp(node, inputs, isNeeded, seed);
  return { inputs: made.inputs, limits: [...limits, ...made.limits] };
}

/** The inputs with what runs had moved since: values under `ignoreChanges`, the size of a fleet, a flag, a made-up name. */
function observedInputs(node: GraphNode): PropertyMap {
  const behaviour = behaviourOf(node.type);
  const inputs: Record<string, PropertyValue | undefined> = node.external ? asInputs(node) : { ...node.inputs };
  for (const name of [...node.ignoreChanges, ...(MOVED[node.type] ?? [])]) {
    const seen = node.outputs[name];
    if (inputs[name] !== undefined && seen !== undefined && !isCiphertext(seen)) inputs[name] = seen;
  }
  for (const name of Object.keys(behaviour?.in ?? {})) {
    const isNamed = name.endsWith('Prefix') && behaviour?.in[name.slice(0, -'Prefix'.length)] !== undefined;
    const base = name.slice(0, -'Prefix'.length);
    if (isNamed && inputs[base] === undefined && node.outputs[base] !== undefined) inputs[base] = node.outputs[base];
  }
  return inputs;
}

/** What a failover moves, by the types of Pulumi. */
const MOVED: Readonly<Record<string, readonly string[]>> = {
  'aws:autoscaling/group:Group': ['desiredCapacity'],
  'aws:dynamodb/tableItem:TableItem': ['item'],
};

/** A resource that was only read exists all the same: it is made from what was read. */
function asInputs(node: GraphNode): Record<string, PropertyValue | undefined> {
  const names = Object.keys(behaviourOf(node.type)?.in ?? {});
  return Object.fromEntries(
    names.filter((name) => node.outputs[name] !== undefined).map((name) => [name, node.outputs[name]]),
  );
}

/**
 * Inputs that version 6 of the SDK had and 7 has not, of the types that the twin has handlers for, read from the declarations of
 * 6.83.0 and 7.48.0: `vpc` of an address, and two kinds of accelerator of a launch template, which AWS has ended.
 */
function inToday(type: string, inputs: PropertyMap): PropertyMap {
  if (type === 'aws:ec2/eip:Eip') {
    const { vpc, ...rest } = inputs;
    return vpc === true && rest['domain'] === undefined ? { ...rest, domain: 'vpc' } : rest;
  }
  if (type === 'aws:ec2/launchTemplate:LaunchTemplate') {
    const { elasticGpuSpecifications: _gpu, elasticInferenceAccelerator: _accelerator, ...rest } = inputs;
    return rest;
  }
  return inputs;
}

/** Without what the bridge notes for itself (`__defaults`), at every depth. */
function withoutNotes(value: PropertyValue): PropertyValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withoutNotes);
  if (isSecret(value)) return isCiphertext(value) ? value : secret(withoutNotes(value.value));
  const members = Object.entries(value as PropertyMap).filter(([key]) => !key.startsWith('__'));
  return Object.fromEntries(members.map(([key, item]) => [key, item === undefined ? item : withoutNotes(item)]));
}

function withSecretsMadeUp(node: GraphNode, inputs: PropertyMap, isNeeded: boolean, seed: string): CreateInputs {
  const closed = Object.keys(inputs).filter((name) => holdsCiphertext(inputs[name]));
  if (closed.length === 0) return { inputs, limits: [] };
  const facts = behaviourOf(node.type)?.in;
  const made: Record<string, PropertyValue | undefined> = { ...inputs };
  const limits: Limit[] = [];
  for (const property of closed.sort()) {
    const isText = facts?.[property]?.[1] === 'string';
    const isRead = facts?.[property]?.[3]?.sensitive === true || READ_BY_APPLICATIONS.has(`${node.type} ${property}`);
    if (!isText || !isRead) {
      if (isNeeded) throw closedInput(node, closed);
      delete made[property];
    } else made[property] = secret(`madeup${drawHex(seed, node.urn, `secret ${property}`, 24)}`);
    limits.push({
      kind: 'made-up',
      urn: node.urn,
      type: node.type,
      property,
      cost: `the secret ${property} could not be decrypted: it is ${made[property] === undefined ? 'left out' : 'made up'}, and nothing that the runbook relies on reads it`,
      isUnknown: false,
    });
  }
  return { inputs: made, limits };
}

/** What only the machines and the code of a system read, though its provider does not call it sensitive. */
const READ_BY_APPLICATIONS = new Set([
  'aws:ec2/launchTemplate:LaunchTemplate userData',
  'aws:ec2/instance:Instance userData',
  'aws:secretsmanager/secretVersion:SecretVersion secretString',
]);

function holdsCiphertext(value: PropertyValue | undefined): boolean {
  if (isCiphertext(value)) return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((item) => holdsCiphertext(item as PropertyValue))
  );
}

function closedInput(node: GraphNode, closed: readonly string[]): EvenkeelError {
  return new EvenkeelError({
    code: 'graph.secret',
    message: `${node.urn}: a secret input that the rehearsal needs cannot be read`,
    found: `ciphertext in ${[...closed].sort().join(', ')}`,
    allowed: 'a checkpoint whose secrets can be decrypted, or that shows them',
    next: 'set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE, name the state folder with --state, or export with pulumi stack export --show-secrets',
  });
}
