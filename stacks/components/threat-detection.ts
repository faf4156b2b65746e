import { Detector } from '@pulumi/aws/guardduty/detector.js';
import { DetectorFeature } from '@pulumi/aws/guardduty/detectorFeature.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { type Account, accountTags } from '../layout/account.ts';

/** GuardDuty in a region, with what it can look at there. Costs: by the events and volumes that it reads. */
export class ThreatDetection extends ComponentResource {
  constructor(name: string, args: { readonly account: Account }, options: ComponentResourceOptions) {
    super('evenkeel:component:ThreatDetection', name, {}, options);
    const detector = new Detector(
      `${name}-detector`,
      {
        enable: true,
        findingPublishingFrequency: 'FIFTEEN_MINUTES',
        tags: accountTags(args.account, 'threat-detection'),
      },
      { parent: this },
    );
    for (const { label, feature } of FEATURES) {
      new DetectorFeature(
        `${name}-${label}`,
        {
          detectorId: detector.id,
          name: feature,
          status: 'ENABLED',
          ...(feature === 'RUNTIME_MONITORING' && {
            additionalConfigurations: AGENTS.map((agent) => ({ name: agent, status: 'ENABLED' })),
          }),
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}

/** Source: "DetectorFeatureConfiguration", Amazon GuardDuty API Reference (read 2026-11). */
const FEATURES = [
  { label: 's3', feature: 'S3_DATA_EVENTS' },
  { label: 'rds', feature: 'RDS_LOGIN_EVENTS' },
  { label: 'lambda', feature: 'LAMBDA_NETWORK_LOGS' },
  { label: 'volumes', feature: 'EBS_MALWARE_PROTECTION' },
  { label: 'runtime', feature: 'RUNTIME_MONITORING' },
] as const;

/** Agents that GuardDuty keeps itself. There are no containers to keep one in. */
const AGENTS = ['EC2_AGENT_MANAGEMENT'];
