import type { DescribeAutoScalingGroupsCommandOutput } from '@aws-sdk/client-auto-scaling';
import type {
  DescribeLaunchTemplatesCommandOutput,
  DescribeLaunchTemplateVersionsCommandOutput,
} from '@aws-sdk/client-ec2';
import type {
  GetFunctionCommandOutput,
  GetFunctionConfigurationCommandOutput,
  GetPolicyCommandOutput,
} from '@aws-sdk/client-lambda';
import { policyText, type Reading, reading, tagMap } from './reading.ts';

export const compute: readonly Reading[] = [
  reading<DescribeLaunchTemplatesCommandOutput>()({
    type: 'aws:ec2/launchTemplate:LaunchTemplate',
    service: 'ec2',
    operation: 'DescribeLaunchTemplates',
    input: ({ id }) => ({ LaunchTemplateIds: [id] }),
    item: ({ LaunchTemplates }) => LaunchTemplates?.[0],
    properties: {
      id: ({ LaunchTemplateId }) => LaunchTemplateId,
      name: ({ LaunchTemplateName }) => LaunchTemplateName,
      defaultVersion: ({ DefaultVersionNumber }) => DefaultVersionNumber,
      latestVersion: ({ LatestVersionNumber }) => LatestVersionNumber,
      tagsAll: ({ Tags }) => tagMap(Tags),
    },
  }),
  reading<DescribeLaunchTemplateVersionsCommandOutput>()({
    type: 'aws:ec2/launchTemplate:LaunchTemplate',
    service: 'ec2',
    operation: 'DescribeLaunchTemplateVersions',
    input: ({ id }) => ({ LaunchTemplateId: id, Versions: ['$Latest'] }),
    item: ({ LaunchTemplateVersions }) => LaunchTemplateVersions?.[0]?.LaunchTemplateData,
    properties: {
      imageId: ({ ImageId }) => ImageId,
      userData: ({ UserData }) => UserData,
      vpcSecurityGroupIds: ({ SecurityGroupIds }) => SecurityGroupIds,
      iamInstanceProfile: ({ IamInstanceProfile }) => ({ arn: IamInstanceProfile?.Arn }),
      metadataOptions: ({ MetadataOptions }) => ({
        httpEndpoint: MetadataOptions?.HttpEndpoint,
        httpPutResponseHopLimit: MetadataOptions?.HttpPutResponseHopLimit,
        httpTokens: MetadataOptions?.HttpTokens,
      }),
      tagSpecifications: ({ TagSpecifications }) =>
        TagSpecifications?.map(({ ResourceType, Tags }) => ({ resourceType: ResourceType, tags: tagMap(Tags) })),
    },
  }),
  reading<DescribeAutoScalingGroupsCommandOutput>()({
    type: 'aws:autoscaling/group:Group',
    service: 'autoscaling',
    operation: 'DescribeAutoScalingGroups',
    input: ({ id }) => ({ AutoScalingGroupNames: [id] }),
    item: ({ AutoScalingGroups }) => AutoScalingGroups?.[0],
    properties: {
      name: ({ AutoScalingGroupName }) => AutoScalingGroupName,
      arn: ({ AutoScalingGroupARN }) => AutoScalingGroupARN,
      minSize: ({ MinSize }) => MinSize,
      maxSize: ({ MaxSize }) => MaxSize,
      desiredCapacity: ({ DesiredCapacity }) => DesiredCapacity,
      defaultCooldown: ({ DefaultCooldown }) => DefaultCooldown,
      healthCheckType: ({ HealthCheckType }) => HealthCheckType,
      healthCheckGracePeriod: ({ HealthCheckGracePeriod }) => HealthCheckGracePeriod,
      availabilityZones: ({ AvailabilityZones }) => AvailabilityZones,
      vpcZoneIdentifiers: ({ VPCZoneIdentifier }) => VPCZoneIdentifier?.split(','),
      targetGroupArns: ({ TargetGroupARNs }) => TargetGroupARNs,
      protectFromScaleIn: ({ NewInstancesProtectedFromScaleIn }) => NewInstancesProtectedFromScaleIn,
      serviceLinkedRoleArn: ({ ServiceLinkedRoleARN }) => ServiceLinkedRoleARN,
      suspendedProcesses: ({ SuspendedProcesses }) => SuspendedProcesses?.map(({ ProcessName }) => ProcessName) ?? [],
      mixedInstancesPolicy: ({ MixedInstancesPolicy }) => {
        const { InstancesDistribution: distribution, LaunchTemplate: template } = MixedInstancesPolicy ?? {};
        return {
          instancesDistribution: {
            onDemandAllocationStrategy: distribution?.OnDemandAllocationStrategy,
            onDemandPercentageAboveBaseCapacity: distribution?.OnDemandPercentageAboveBaseCapacity,
          },
          launchTemplate: {
            launchTemplateSpecification: {
              launchTemplateId: template?.LaunchTemplateSpecification?.LaunchTemplateId,
              version: template?.LaunchTemplateSpecification?.Version,
            },
            overrides: template?.Overrides?.map(({ InstanceType }) => ({ instanceType: InstanceType })),
          },
        };
      },
      tags: ({ Tags }, { outputs }) => {
        const order = (outputs['tags'] as { key: string }[]).map(({ key }) => key);
        return [...(Tags ?? [])]
          .sort((a, b) => order.indexOf(a.Key ?? '') - order.indexOf(b.Key ?? ''))
          .map(({ Key, Value, PropagateAtLaunch }) => ({
            key: Key,
            value: Value,
            propagateAtLaunch: PropagateAtLaunch,
          }));
      },
    },
  }),
  reading<GetFunctionConfigurationCommandOutput>()({
    type: 'aws:lambda/function:Function',
    service: 'lambda',
    operation: 'GetFunctionConfiguration',
    input: ({ id }) => ({ FunctionName: id }),
    item: (answer) => answer,
    properties: {
      name: ({ FunctionName }) => FunctionName,
      arn: ({ FunctionArn }) => FunctionArn,
      role: ({ Role }) => Role,
      runtime: ({ Runtime }) => Runtime,
      handler: ({ Handler }) => Handler,
      description: ({ Description }) => Description,
      memorySize: ({ MemorySize }) => MemorySize,
      timeout: ({ Timeout }) => Timeout,
      version: ({ Version }) => Version,
      architectures: ({ Architectures }) => Architectures,
      packageType: ({ PackageType }) => PackageType,
      codeSha256: ({ CodeSha256 }) => CodeSha256,
      sourceCodeSize: ({ CodeSize }) => CodeSize,
      lastModified: ({ LastModified }) => LastModified,
      ephemeralStorage: ({ EphemeralStorage }) => ({ size: EphemeralStorage?.Size }),
      environment: ({ Environment }) => ({ variables: Environment?.Variables }),
      tracingConfig: ({ TracingConfig }) => ({ mode: TracingConfig?.Mode }),
      loggingConfig: ({ LoggingConfig }) => ({
        logFormat: LoggingConfig?.LogFormat,
        logGroup: LoggingConfig?.LogGroup,
      }),
    },
  }),
  reading<GetFunctionCommandOutput>()({
    type: 'aws:lambda/function:Function',
    service: 'lambda',
    operation: 'GetFunction',
    input: ({ id }) => ({ FunctionName: id }),
    item: (answer) => answer,
    properties: {
      codeSha256: ({ Configuration }) => Configuration?.CodeSha256,
      tagsAll: ({ Tags }) => Tags ?? {},
    },
  }),
  reading<GetPolicyCommandOutput>()({
    type: 'aws:lambda/permission:Permission',
    service: 'lambda',
    operation: 'GetPolicy',
    input: (permission) => ({ FunctionName: permission.text('function') }),
    item: ({ Policy }, { id }) =>
      (JSON.parse(policyText(Policy)) as { Statement: Statement[] }).Statement.find(({ Sid }) => Sid === id),
    properties: {
      statementId: ({ Sid }) => Sid,
      action: ({ Action }) => Action,
      principal: ({ Principal }) => Principal.Service,
      sourceArn: ({ Condition }) => Condition.ArnLike['AWS:SourceArn'],
    },
  }),
];

interface Statement {
  readonly Sid: string;
  readonly Action: string;
  readonly Principal: { readonly Service: string };
  readonly Condition: { readonly ArnLike: Readonly<Record<string, string>> };
}
