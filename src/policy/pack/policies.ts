import type { PolicyConfigSchema, StackValidationArgs, StackValidationPolicy } from '@pulumi/policy';
import { SEVERITIES, type Severity } from '../../evidence/audit-row.ts';
import type { Clock } from '../../lib/clock.ts';
import type { EvaluateOptions } from '../evaluate.ts';
import type { ParameterValue, Rule } from '../rule.ts';
import type { PackDefinition } from './definition.ts';
import { judgeStack } from './judge-stack.ts';
import { type PackLevel, STOPS_AT, stopping } from './level.ts';
import { stackResources } from './stack-resources.ts';
import { textOf } from './text.ts';

/** A policy of CrossGuard takes one level, so a pack has one policy for each, whatever number of rules it has. */
export function policiesOf(pack: PackDefinition, clock: Clock): StackValidationPolicy[] {
  return LEVELS.map((level) => ({
    name: policyName(pack.name, level),
    description: descriptionOf(level, pack.stopsAt ?? STOPS_AT),
    enforcementLevel: level,
    configSchema: schemaOf(pack.rules),
    validateStack: (stack, report) => tell({ pack, level, clock }, stack, report),
  }));
}

export function policyName(pack: string, level: PackLevel): string {
  return `${pack}-${level}`;
}

export const LEVELS: readonly PackLevel[] = ['mandatory', 'advisory'];

function descriptionOf(level: PackLevel, stopsAt: Severity): string {
  const stop = stopping(stopsAt);
  if (level === 'mandatory') return `Controls of severity ${stop.join(', ')}.`;
  const told = SEVERITIES.filter((severity) => !stop.includes(severity));
  return `Controls of severity ${told.join(', ')}, and what one stack alone cannot decide.`;
}

/** Nothing is thrown: an error of one policy would take the violations of all others with it (the SDK's `server.ts`). */
function tell(
  { pack, level, clock }: { pack: PackDefinition; level: PackLevel; clock: Clock },
  stack: StackValidationArgs,
  report: (message: string, urn?: string) => void,
): void {
  try {
    const config = stack.getConfig<Config>();
    const off = new Set(config.disabled ?? []);
    const rules = pack.rules.filter(({ id }) => !off.has(id));
    const { disabled: _, now, ...parameters } = config;
    const findings = judgeStack(stackResources(stack.resources), rules, {
      nowMs: now === undefined ? clock.nowMs() : Date.parse(now),
      ...(pack.stopsAt !== undefined && { stopsAt: pack.stopsAt }),
      parameters: parameters as NonNullable<EvaluateOptions['parameters']>,
    });
    for (const finding of findings.filter((one) => one.level === level)) report(textOf(finding), finding.urn);
  } catch (error) {
    report(`${pack.name} cannot judge this stack: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Config = { readonly disabled?: readonly string[]; readonly now?: string } & Readonly<Record<string, unknown>>;

/** Controls to leave out, the instant of judgement, and the parameters of each control under its id. */
function schemaOf(rules: readonly Rule[]): PolicyConfigSchema {
  const withParameters = rules.filter(({ parameters }) => Object.keys(parameters).length > 0);
  const disabled = { type: 'array' as const, items: { type: 'string' as const, enum: rules.map(({ id }) => id) } };
  return {
    properties: {
      disabled: { ...disabled, default: [] },
      now: { type: 'string' as const, description: 'the instant of judgement (ISO 8601), where it is not now' },
      ...Object.fromEntries(
        withParameters.map(({ id, parameters }) => [
          id,
          {
            type: 'object' as const,
            additionalProperties: false,
            properties: Object.fromEntries(
              Object.entries(parameters).map(([name, parameter]) => [
                name,
                { ...typeOf(parameter.default), description: parameter.means },
              ]),
            ),
          },
        ]),
      ),
    },
  };
}

function typeOf(value: ParameterValue) {
  if (typeof value === 'boolean') return { type: 'boolean' as const };
  if (typeof value === 'number') return { type: 'number' as const };
  if (typeof value === 'string') return { type: 'string' as const };
  if (!isList(value)) return { type: 'object' as const };
  const items = { type: typeof value[0] === 'number' ? ('number' as const) : ('string' as const) };
  return { type: 'array' as const, items };
}

function isList(value: ParameterValue): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}
