import * as aws from '@pulumi/aws';
import { balancerOf, groupOf, ids, networkOf, roleOf, type Site, targetsOf } from './parts.ts';

const image = 'public.ecr.aws/nginx/nginx:1.27';
const definition = JSON.stringify([{ name: 'web', image, portMappings: [{ containerPort: 8080 }] }]);

/** Tasks of Fargate behind a balancer, scaled by their load. */
export function fargateBehindBalancer(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site, 'abc');
  const { targets } = balancerOf(site, network);
  const cluster = new aws.ecs.Cluster(name('cluster'), {}, opts);
  const role = roleOf(site, 'ecs-tasks.amazonaws.com', 'service-role/AmazonECSTaskExecutionRolePolicy');
  const size = { cpu: '256', memory: '512', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] };
  const task = new aws.ecs.TaskDefinition(
    name('task'),
    { family: name('web'), containerDefinitions: definition, executionRoleArn: role.arn, ...size },
    opts,
  );
  const service = new aws.ecs.Service(
    name('service'),
    {
      cluster: cluster.arn,
      taskDefinition: task.arn,
      desiredCount: 3,
      launchType: 'FARGATE',
      networkConfiguration: {
        subnets: ids(network.privates),
        securityGroups: [groupOf(site, network.vpc, 'tasks', 8080).id],
      },
      loadBalancers: [{ targetGroupArn: targets.arn, containerName: 'web', containerPort: 8080 }],
    },
    opts,
  );
  const scaled = { serviceNamespace: 'ecs', scalableDimension: 'ecs:service:DesiredCount', resourceId: service.id };
  new aws.appautoscaling.Target(name('scaling'), { ...scaled, minCapacity: 3, maxCapacity: 12 }, opts);
  new aws.cloudwatch.LogGroup(name('logs'), { retentionInDays: 30 }, opts);
}

/** Tasks on hosts of an own fleet, through a capacity provider. */
export function tasksOnHosts(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site);
  const cluster = new aws.ecs.Cluster(name('cluster'), {}, opts);
  const role = roleOf(site, 'ec2.amazonaws.com', 'service-role/AmazonEC2ContainerServiceforEC2Role');
  const profile = new aws.iam.InstanceProfile(name('profile'), { role: role.name }, opts);
  const template = new aws.ec2.LaunchTemplate(
    name('template'),
    {
      imageId: 'ami-0e5a6d21c0ffee101',
      instanceType: 'm7g.large',
      iamInstanceProfile: { arn: profile.arn },
      vpcSecurityGroupIds: [groupOf(site, network.vpc, 'hosts', 8080).id],
    },
    opts,
  );
  const fleet = new aws.autoscaling.Group(
    name('fleet'),
    {
      minSize: 2,
      maxSize: 6,
      vpcZoneIdentifiers: ids(network.privates),
      launchTemplate: { id: template.id, version: '$Latest' },
    },
    opts,
  );
  const autoScalingGroupProvider = { autoScalingGroupArn: fleet.arn, managedScaling: { status: 'ENABLED' } };
  const capacity = new aws.ecs.CapacityProvider(name('capacity'), { autoScalingGroupProvider }, opts);
  const capacityProviders = [capacity.name];
  new aws.ecs.ClusterCapacityProviders(name('capacities'), { clusterName: cluster.name, capacityProviders }, opts);
  const task = new aws.ecs.TaskDefinition(
    name('task'),
    { family: name('web'), containerDefinitions: definition },
    opts,
  );
  new aws.ecs.Service(name('service'), { cluster: cluster.arn, taskDefinition: task.arn, desiredCount: 2 }, opts);
}

/** Kubernetes with managed nodes, addons and roles for its pods. */
export function kubernetesWithNodes(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site, 'abc');
  const { cluster } = kubernetes(site, network.privates);
  const nodes = roleOf(site, 'ec2.amazonaws.com', 'AmazonEKSWorkerNodePolicy', 'AmazonEKS_CNI_Policy');
  const scalingConfig = { minSize: 2, maxSize: 6, desiredSize: 3 };
  const group = { clusterName: cluster.name, nodeRoleArn: nodes.arn, subnetIds: ids(network.privates), scalingConfig };
  new aws.eks.NodeGroup(name('nodes'), { ...group, instanceTypes: ['m7g.large'] }, opts);
  for (const addonName of ['vpc-cni', 'coredns', 'kube-proxy'])
    new aws.eks.Addon(name(addonName), { clusterName: cluster.name, addonName }, opts);
  const issuer = { url: 'https://oidc.eks.us-east-1.amazonaws.com/id/1', clientIdLists: ['sts.amazonaws.com'] };
  new aws.iam.OpenIdConnectProvider(name('pods'), issuer, opts);
  new aws.ecr.Repository(name('images'), { imageScanningConfiguration: { scanOnPush: true } }, opts);
}

/** Kubernetes whose pods run on Fargate. */
export function kubernetesOnFargate(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site);
  const { cluster } = kubernetes(site, network.privates);
  const pods = roleOf(site, 'eks-fargate-pods.amazonaws.com', 'AmazonEKSFargatePodExecutionRolePolicy');
  const profile = { clusterName: cluster.name, podExecutionRoleArn: pods.arn, subnetIds: ids(network.privates) };
  new aws.eks.FargateProfile(name('profile'), { ...profile, selectors: [{ namespace: 'shop' }] }, opts);
  const access = { clusterName: cluster.name, principalArn: pods.arn };
  new aws.eks.AccessEntry(name('access'), access, opts);
}

function kubernetes(site: Site, subnets: readonly aws.ec2.Subnet[]) {
  const { name, opts } = site;
  const role = roleOf(site, 'eks.amazonaws.com', 'AmazonEKSClusterPolicy');
  const key = new aws.kms.Key(name('key'), { enableKeyRotation: true }, opts);
  const cluster = new aws.eks.Cluster(
    name('cluster'),
    {
      version: '1.35',
      roleArn: role.arn,
      vpcConfig: { subnetIds: ids(subnets), endpointPublicAccess: false, endpointPrivateAccess: true },
      enabledClusterLogTypes: ['api', 'audit'],
      encryptionConfig: { provider: { keyArn: key.arn }, resources: ['secrets'] },
    },
    opts,
  );
  return { cluster };
}

/** A service of App Runner in a network of its own. */
export function appRunner(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site);
  const subnets = { subnets: ids(network.privates), securityGroups: [groupOf(site, network.vpc, 'out', 443).id] };
  const connector = new aws.apprunner.VpcConnector(
    name('connector'),
    { vpcConnectorName: name('c'), ...subnets },
    opts,
  );
  const imageRepository = { imageIdentifier: 'public.ecr.aws/nginx/nginx:1.27', imageRepositoryType: 'ECR_PUBLIC' };
  new aws.apprunner.Service(
    name('service'),
    {
      serviceName: name('service'),
      sourceConfiguration: { autoDeploymentsEnabled: false, imageRepository },
      networkConfiguration: { egressConfiguration: { egressType: 'VPC', vpcConnectorArn: connector.arn } },
    },
    opts,
  );
  new aws.ecr.Repository(name('images'), { imageTagMutability: 'IMMUTABLE' }, opts);
}

/** Two target groups between which CodeDeploy moves the traffic. */
export function blueGreen(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site);
  const { targets } = balancerOf(site, network);
  const other = targetsOf(site, network.vpc, 'green');
  const cluster = new aws.ecs.Cluster(name('cluster'), {}, opts);
  const app = new aws.codedeploy.Application(name('app'), { computePlatform: 'ECS' }, opts);
  const role = roleOf(site, 'codedeploy.amazonaws.com', 'AWSCodeDeployRoleForECS');
  new aws.codedeploy.DeploymentGroup(
    name('deployments'),
    {
      appName: app.name,
      deploymentGroupName: name('deployments'),
      serviceRoleArn: role.arn,
      ecsService: { clusterName: cluster.name, serviceName: 'web' },
      deploymentStyle: { deploymentOption: 'WITH_TRAFFIC_CONTROL', deploymentType: 'BLUE_GREEN' },
      loadBalancerInfo: {
        targetGroupPairInfo: {
          prodTrafficRoute: {
            listenerArns: ['arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/x/1/2'],
          },
          targetGroups: [{ name: targets.name }, { name: other.name }],
        },
      },
    },
    opts,
  );
}

/** Jobs on Fargate, begun by a schedule. */
export function batchJobs(site: Site): void {
  const { name, opts } = site;
  const network = networkOf(site);
  const role = roleOf(site, 'batch.amazonaws.com', 'service-role/AWSBatchServiceRole');
  const computeResources = {
    type: 'FARGATE',
    maxVcpus: 16,
    subnets: ids(network.privates),
    securityGroupIds: [groupOf(site, network.vpc, 'jobs').id],
  };
  const environment = new aws.batch.ComputeEnvironment(
    name('environment'),
    { type: 'MANAGED', serviceRole: role.arn, computeResources },
    opts,
  );
  const order = [{ order: 1, computeEnvironment: environment.arn }];
  const queue = { state: 'ENABLED', priority: 1, computeEnvironmentOrders: order };
  new aws.batch.JobQueue(name('queue'), queue, opts);
  const containerProperties = JSON.stringify({ image, command: ['true'] });
  new aws.batch.JobDefinition(name('job'), { type: 'container', containerProperties }, opts);
  new aws.cloudwatch.EventRule(name('nightly'), { scheduleExpression: 'cron(0 2 * * ? *)' }, opts);
}
