import { Ajv } from 'ajv';
import { EvenkeelError, type Problem } from '../../lib/errors.ts';
import { nearest } from '../../lib/nearest.ts';
import type { PropertyMap } from '../../lib/property.ts';
import type { Level, PolicyInfo } from './pack-info.ts';

/**
 * Configuration of a pack by policy name, or `all`: a level, or an object of `enforcementLevel` and the policy's own
 * properties. The form of the CLI's `--policy-pack-config`.
 */
export type PackConfig = Readonly<Record<string, string | PropertyMap>>;

export interface PolicyConfig {
  readonly level: Level;
  readonly properties: PropertyMap;
}

/**
 * What each policy is configured with: its own level, the defaults of its schema, what the pack says, what the caller says, the
 * later before the earlier. Throws `policy.config` with everything that is wrong (pkg/resource/analyzer/config.go).
 */
export function reconcile(
  pack: string,
  policies: readonly PolicyInfo[],
  initial: PackConfig,
  given: PackConfig,
): Map<string, PolicyConfig> {
  const result = new Map(policies.map((policy) => [policy.name, defaultsOf(policy)]));
  const problems = unknownNames(pack, result, given);
  for (const layer of [initial, given]) {
    const all = layer['all'] === undefined ? undefined : split(layer['all']).level;
    for (const { name } of policies) {
      const own = layer[name] === undefined ? undefined : split(layer[name]);
      const before = result.get(name);
      if (before === undefined) continue;
      const level = own?.level ?? all ?? before.level;
      result.set(name, { level, properties: { ...before.properties, ...own?.properties } });
    }
  }
  problems.push(...policies.flatMap((policy) => invalid(pack, policy, result.get(policy.name))));
  if (problems.length > 0) throw new EvenkeelError(problems);
  return result;
}

const LEVELS: readonly Level[] = ['advisory', 'mandatory', 'remediate', 'disabled'];

function defaultsOf({ level, schema }: PolicyInfo): PolicyConfig {
  const defaults = Object.entries(schema?.properties ?? {}).flatMap(([name, value]) => {
    const fallback = (value as { readonly default?: PropertyMap[string] }).default;
    return fallback === undefined ? [] : [[name, fallback] as const];
  });
  return { level, properties: Object.fromEntries(defaults) };
}

/** The level is checked with everything else, in `invalid`. */
function split(config: string | PropertyMap): { readonly level?: Level; readonly properties: PropertyMap } {
  if (typeof config === 'string') return { level: config as Level, properties: {} };
  const { enforcementLevel, ...properties } = config;
  return { ...(enforcementLevel !== undefined && { level: enforcementLevel as Level }), properties };
}

/** A name that no policy has switches nothing off: it is refused. */
function unknownNames(pack: string, known: ReadonlyMap<string, unknown>, given: PackConfig): Problem[] {
  const names = Object.keys(given).filter((name) => name !== 'all' && !known.has(name));
  return names.map((name) => ({
    code: 'policy.config',
    message: `${pack} has no policy ${name}`,
    found: name,
    allowed: ['all', ...[...known.keys()].sort()].join(', '),
    next: `did you mean ${nearest(name, [...known.keys()]) ?? 'one of these'}?`,
  }));
}

function invalid(pack: string, policy: PolicyInfo, config: PolicyConfig | undefined): Problem[] {
  if (config === undefined) return [];
  const problem = (found: string, allowed: string): Problem => ({
    code: 'policy.config',
    message: `the configuration of ${policy.name} (${pack}) is not what its schema asks for`,
    found,
    allowed,
    next: 'correct the configuration of the pack',
  });
  const problems: Problem[] = [];
  if (!LEVELS.includes(config.level)) problems.push(problem(String(config.level), LEVELS.join(', ')));
  if (policy.schema === undefined || config.level === 'disabled') return problems;
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const { properties, required } = policy.schema;
  const check = ajv.compile({ type: 'object', properties, ...(required.length > 0 && { required }) });
  if (!check(config.properties)) {
    for (const { instancePath, message } of check.errors ?? [])
      problems.push(problem(`${instancePath || 'the whole'} ${message ?? 'is wrong'}`, JSON.stringify(properties)));
  }
  return problems;
}
