import type { AnalyzerInfo } from '@pulumi/pulumi/proto/analyzer_pb.js';
import type { PropertyMap } from '../../lib/property.ts';
import type { PackConfig } from './pack-config.ts';
import { protocol } from './protocol.ts';
import type { Violation } from './violation.ts';

export type Level = 'advisory' | 'mandatory' | 'remediate' | 'disabled';

export interface PolicyInfo {
  readonly name: string;
  readonly level: Level;
  /** What the policy looks at; packs of old SDKs do not say. */
  readonly kind: 'resource' | 'stack' | undefined;
  readonly severity: Violation['severity'];
  readonly remedy: string | undefined;
  readonly schema: { readonly properties: PropertyMap; readonly required: readonly string[] } | undefined;
}

export interface PackInfo {
  readonly name: string;
  readonly version: string;
  readonly policies: readonly PolicyInfo[];
  readonly initialConfig: PackConfig;
}

/** What a pack says of itself and of its policies. */
export function infoOf(info: AnalyzerInfo): PackInfo {
  return {
    name: info.getName(),
    version: info.getVersion(),
    policies: info.getPoliciesList().map((policy) => {
      const schema = policy.getConfigschema();
      const properties = (schema?.getProperties()?.toJavaScript() ?? {}) as PropertyMap;
      return {
        name: policy.getName(),
        level: levelOf(policy.getEnforcementlevel()),
        kind: kindOf(policy.getPolicyType()),
        severity: severityOf(policy.getSeverity()),
        remedy: policy.getRemediationSteps() || undefined,
        schema: schema === undefined ? undefined : { properties, required: schema.getRequiredList() },
      };
    }),
    initialConfig: Object.fromEntries(
      [...info.getInitialconfigMap().entries()].map(([name, config]) => {
        const properties = (config.getProperties()?.toJavaScript() ?? {}) as PropertyMap;
        return [name, { ...properties, enforcementLevel: levelOf(config.getEnforcementlevel()) }];
      }),
    ),
  };
}

/** The wire's levels, in its order (proto/pulumi/analyzer.proto). */
const LEVELS: readonly Level[] = ['advisory', 'mandatory', 'disabled', 'remediate'];

export function levelOf(wire: number): Level {
  const level = LEVELS[wire];
  if (level === undefined) throw new Error(`broken invariant: no enforcement level ${wire}`);
  return level;
}

export function wireLevel(level: Level): number {
  return LEVELS.indexOf(level);
}

export function severityOf(wire: number): Violation['severity'] {
  return ([undefined, 'low', 'medium', 'high', 'critical'] as const)[wire];
}

function kindOf(wire: number): PolicyInfo['kind'] {
  if (wire === protocol.PolicyType.POLICY_TYPE_RESOURCE) return 'resource';
  return wire === protocol.PolicyType.POLICY_TYPE_STACK ? 'stack' : undefined;
}
