import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, type Mutation, pick, type RuleCase, set } from '../build.ts';
import { deployed, each, managedElsewhere, OPEN, previewed } from './common.ts';

/** "No public invoke/URL without auth; EKS endpoint private or CIDR-limited." */
const PERMISSION = 'aws:lambda/permission:Permission';
const URL = 'aws:lambda/functionUrl:FunctionUrl';
const EKS = 'aws:eks/cluster:Cluster';
const invoke = { action: 'lambda:InvokeFunction', function: 'orders' };
const vpcConfig = { subnetIds: ['subnet-0a1', 'subnet-0a2'], endpointPrivateAccess: true };
const office = ['203.0.113.0/24'];

function eks(add: Add, name: string, more: Readonly<Record<string, boolean | string | readonly string[]>>): void {
  add(EKS, name, { roleArn: 'arn:aws:iam::111122223333:role/eks', vpcConfig: { ...vpcConfig, ...more } });
}

const good = 'a service invokes the function, the URL asks for IAM, and the cluster answers the office only';

export const cases: readonly RuleCase[] = [
  {
    title: good,
    stacks: deployed((add) => {
      add(PERMISSION, 'permission', {
        ...invoke,
        principal: 'events.amazonaws.com',
        sourceArn: 'arn:aws:events:us-east-1:111122223333:rule/hourly',
      });
      add(URL, 'url', { functionName: 'orders', authorizationType: 'AWS_IAM' });
      eks(add, 'cluster', { endpointPublicAccess: true, publicAccessCidrs: office });
    }),
    expect: each('pass', 'permission', 'url', 'cluster'),
  },
  {
    title: 'anyone may invoke, call the URL and reach the cluster',
    stacks: deployed((add) => {
      add(PERMISSION, 'permission', { ...invoke, principal: '*' });
      add(URL, 'url', { functionName: 'orders', authorizationType: 'NONE' });
      eks(add, 'cluster', { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] });
    }),
    expect: each('fail', 'permission', 'url', 'cluster'),
  },
  {
    title: 'everyone of an organisation or of an account is not everyone',
    stacks: deployed((add) => {
      add(PERMISSION, 'organisation', { ...invoke, principal: '*', principalOrgId: 'o-a1b2c3d4e5' });
      add(PERMISSION, 'account', { ...invoke, principal: '*', sourceAccount: '111122223333' });
      add(PERMISSION, 'other', { ...invoke, principal: '444455556666' });
      add(PERMISSION, 'url-of-iam', {
        ...invoke,
        action: 'lambda:InvokeFunctionUrl',
        principal: '444455556666',
        functionUrlAuthType: 'AWS_IAM',
      });
    }),
    expect: each('pass', 'organisation', 'account', 'other', 'url-of-iam'),
  },
  {
    title: 'a bucket of any account may invoke, where S3 is let in without an account',
    stacks: deployed((add) => {
      const s3 = { ...invoke, principal: 's3.amazonaws.com' };
      add(PERMISSION, 'any', { ...s3 });
      add(PERMISSION, 'own', { ...s3, sourceAccount: '111122223333', sourceArn: 'arn:aws:s3:::docs' });
    }),
    expect: [
      { name: 'any', verdict: 'fail' },
      { name: 'own', verdict: 'pass' },
    ],
  },
  {
    title: 'an endpoint is public to everyone where the cluster does not say otherwise',
    stacks: deployed((add) => {
      add(EKS, 'silent', { vpcConfig: { subnetIds: ['subnet-0a1', 'subnet-0a2'] } });
      eks(add, 'unlimited', { endpointPublicAccess: true });
      eks(add, 'one-of-two', { endpointPublicAccess: true, publicAccessCidrs: [...office, '0.0.0.0/0'] });
      eks(add, 'six', { endpointPublicAccess: true, publicAccessCidrs: ['::/0'] });
      eks(add, 'private', { endpointPublicAccess: false });
    }),
    expect: [
      ...each('fail' as const, 'silent', 'unlimited', 'one-of-two', 'six'),
      { name: 'private', verdict: 'pass' },
    ],
  },
  managedElsewhere(URL, { functionName: 'orders', authorizationType: 'NONE' }),
  {
    title: 'what is not known yet is not decided where it could be open',
    stacks: previewed((add) => {
      add(PERMISSION, 'permission', { ...invoke, principal: UNKNOWN });
      add(PERMISSION, 'source', { ...invoke, principal: 'events.amazonaws.com', sourceArn: UNKNOWN });
      add(URL, 'url', { functionName: 'orders', authorizationType: UNKNOWN });
      eks(add, 'cluster', { endpointPublicAccess: true, publicAccessCidrs: [UNKNOWN] });
      eks(add, 'open', { endpointPublicAccess: true, publicAccessCidrs: [UNKNOWN, '0.0.0.0/0'] });
      eks(add, 'private', { endpointPublicAccess: false, publicAccessCidrs: [UNKNOWN] });
    }),
    expect: [
      ...each(OPEN, 'permission', 'url', 'cluster'),
      ...each('pass' as const, 'source', 'private'),
      { name: 'open', verdict: 'fail' },
    ],
  },
];

const edited = (edit: string, name: string, properties: Parameters<typeof set>[1]): Mutation => ({
  of: good,
  edit,
  mutate: (stacks) => set(pick(stacks, name), properties),
  expect: [{ name, verdict: 'fail' }],
});

export const mutations: readonly Mutation[] = [
  edited('everyone may invoke', 'permission', { principal: '*', sourceArn: undefined }),
  edited('everyone may call the URL', 'permission', {
    action: 'lambda:InvokeFunctionUrl',
    principal: '*',
    functionUrlAuthType: 'NONE',
    sourceArn: undefined,
  }),
  edited('the URL asks for nothing', 'url', { authorizationType: 'NONE' }),
  edited('the endpoint answers everyone', 'cluster', {
    vpcConfig: { ...vpcConfig, endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] },
  }),
  edited('the endpoint answers everyone beside the office', 'cluster', {
    vpcConfig: { ...vpcConfig, endpointPublicAccess: true, publicAccessCidrs: [...office, '0.0.0.0/0'] },
  }),
  edited('the endpoint has no limits', 'cluster', { vpcConfig: { ...vpcConfig, endpointPublicAccess: true } }),
];
