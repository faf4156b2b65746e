import { AwsError } from '../../src/twin/aws-error.ts';
import type { ServiceName } from '../../src/twin/call.ts';
import { assembleTwin, type Twin } from '../../src/twin/twin.ts';
import type { World } from '../../src/twin/world.ts';

export const EAST = 'us-east-1';
export const WEST = 'us-west-2';
export const ACCOUNT = '111122223333';

/** A whole twin, called through its dispatcher; what most tests need of a network is made by `network` and `fleet`. */
export class NetworkWorld {
  readonly twin: Twin;
  readonly world: World;

  constructor(seed = '7') {
    this.twin = assembleTwin({ seed, account: ACCOUNT, nowMs: Date.UTC(2026, 0, 1) });
    this.world = this.twin.world;
  }

  call<Output = Record<string, never>>(
    service: ServiceName,
    operation: string,
    input: object,
    options: { region?: string; accessKeyId?: string } = {},
  ): Output {
    const { region = EAST, accessKeyId } = options;
    return this.twin.dispatcher.dispatch({ service, operation, region, input, accessKeyId }) as Output;
  }

  ec2<Output = Record<string, never>>(operation: string, input: object, region = EAST): Output {
    return this.call<Output>('ec2', operation, input, { region });
  }

  elbv2<Output = Record<string, never>>(operation: string, input: object): Output {
    return this.call<Output>('elbv2', operation, input);
  }

  autoscaling<Output = Record<string, never>>(operation: string, input: object): Output {
    return this.call<Output>('autoscaling', operation, input);
  }

  /** What AWS answers when it refuses: code and row. Fails where it does not. */
  refusal(act: () => unknown): { code: string; row: string | undefined } {
    try {
      act();
    } catch (error) {
      if (error instanceof AwsError) return { code: error.code, row: error.row };
      throw error;
    }
    throw new Error('the call was answered');
  }

  settle(prefix = 'arn:'): void {
    this.world.complete(prefix);
  }

  pass(seconds: number): void {
    this.world.advanceTo(this.world.nowMs + seconds * 1000);
  }

  /** A VPC with a subnet and a security group in each of three zones' worth of it. */
  network(region = EAST, cidr = '10.0'): Network {
    const vpcId = this.ec2<{ Vpc: { VpcId: string } }>('CreateVpc', { CidrBlock: `${cidr}.0.0/16` }, region).Vpc.VpcId;
    const subnetIds = ['a', 'b', 'c'].map((letter, index) => {
      const input = { VpcId: vpcId, CidrBlock: `${cidr}.${index}.0/24`, AvailabilityZone: `${region}${letter}` };
      return this.ec2<{ Subnet: { SubnetId: string } }>('CreateSubnet', input, region).Subnet.SubnetId;
    });
    const groupId = this.ec2<{ GroupId: string }>(
      'CreateSecurityGroup',
      { VpcId: vpcId, GroupName: 'service', Description: 'the service' },
      region,
    ).GroupId;
    return { vpcId, subnetIds, groupId };
  }

  /** A balancer with a listener in front of an auto scaling group. Nothing has happened yet: call `settle` or `pass`. */
  fleet(network: Network, options: FleetOptions = {}): Fleet {
    const { subnetIds, vpcId, groupId } = network;
    const template = this.template(network);
    const { TargetGroups } = this.elbv2<{ TargetGroups: { TargetGroupArn: string }[] }>('CreateTargetGroup', {
      Name: 'service',
      Protocol: 'HTTP',
      Port: 8080,
      VpcId: vpcId,
      ...options.check,
    });
    const targetGroupArn = TargetGroups[0]?.TargetGroupArn ?? '';
    const balancerArn = this.balancer(network);
    this.listen(balancerArn, targetGroupArn);
    this.autoscaling('CreateAutoScalingGroup', {
      AutoScalingGroupName: 'fleet',
      MinSize: 0,
      MaxSize: 9,
      DesiredCapacity: options.desired ?? 3,
      VPCZoneIdentifier: subnetIds.join(','),
      HealthCheckType: 'ELB',
      TargetGroupARNs: [targetGroupArn],
      LaunchTemplate: { LaunchTemplateId: template, Version: '$Latest' },
      Tags: [
        { ResourceId: 'fleet', ResourceType: 'auto-scaling-group', Key: 'a', Value: 'b', PropagateAtLaunch: true },
      ],
      ...options.group,
    });
    return { targetGroupArn, balancerArn, templateId: template, groupId };
  }

  template({ groupId }: Pick<Network, 'groupId'>, name = 'service'): string {
    const { LaunchTemplate } = this.ec2<{ LaunchTemplate: { LaunchTemplateId: string } }>('CreateLaunchTemplate', {
      LaunchTemplateName: name,
      LaunchTemplateData: { ImageId: 'ami-1', InstanceType: 'm7g.large', SecurityGroupIds: [groupId] },
    });
    return LaunchTemplate.LaunchTemplateId;
  }

  balancer({ subnetIds, groupId }: Network, name = 'front'): string {
    const { LoadBalancers } = this.elbv2<{ LoadBalancers: { LoadBalancerArn: string }[] }>('CreateLoadBalancer', {
      Name: name,
      Subnets: subnetIds,
      SecurityGroups: [groupId],
    });
    return LoadBalancers[0]?.LoadBalancerArn ?? '';
  }

  listen(balancerArn: string, targetGroupArn: string, port = 80): string {
    const { Listeners } = this.elbv2<{ Listeners: { ListenerArn: string }[] }>('CreateListener', {
      LoadBalancerArn: balancerArn,
      Port: port,
      Protocol: 'HTTP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    });
    return Listeners[0]?.ListenerArn ?? '';
  }

  members(name = 'fleet'): MemberView[] {
    const { AutoScalingGroups } = this.autoscaling<{ AutoScalingGroups: { Instances: MemberView[] }[] }>(
      'DescribeAutoScalingGroups',
      { AutoScalingGroupNames: [name] },
    );
    return AutoScalingGroups[0]?.Instances ?? [];
  }

  activities(name = 'fleet'): ActivityView[] {
    const input = { AutoScalingGroupName: name };
    return this.autoscaling<{ Activities: ActivityView[] }>('DescribeScalingActivities', input).Activities;
  }

  /** Target id to state, with the reason where there is one. */
  health(targetGroupArn: string): Record<string, string> {
    const { TargetHealthDescriptions } = this.elbv2<{
      TargetHealthDescriptions: { Target: { Id: string }; TargetHealth: { State: string; Reason?: string } }[];
    }>('DescribeTargetHealth', { TargetGroupArn: targetGroupArn });
    return Object.fromEntries(
      TargetHealthDescriptions.map(({ Target, TargetHealth }) => [
        Target.Id,
        TargetHealth.Reason ? `${TargetHealth.State} ${TargetHealth.Reason}` : TargetHealth.State,
      ]),
    );
  }
}

export interface Network {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly groupId: string;
}
export interface Fleet {
  readonly targetGroupArn: string;
  readonly balancerArn: string;
  readonly templateId: string;
  readonly groupId: string;
}
export interface FleetOptions {
  readonly desired?: number;
  readonly check?: object;
  readonly group?: object;
}
export interface MemberView {
  readonly InstanceId: string;
  readonly InstanceType: string;
  readonly AvailabilityZone: string;
  readonly LifecycleState: string;
  readonly HealthStatus: string;
}
export interface ActivityView {
  readonly StatusCode: string;
  readonly StatusMessage?: string;
  readonly Description: string;
}
