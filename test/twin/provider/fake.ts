import type { PropertyMap } from '../../../src/lib/property.ts';
import { AwsError } from '../../../src/twin/aws-error.ts';
import type { Call } from '../../../src/twin/call.ts';
import { Dispatcher } from '../../../src/twin/dispatch.ts';
import type { Adapter } from '../../../src/twin/provider/adapter.ts';
import { createProvider } from '../../../src/twin/provider/provider.ts';
import { World } from '../../../src/twin/world.ts';

interface VpcRecord {
  readonly id: string;
  readonly cidr: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly hostnames: boolean;
}

/** A service of one resource, so that the generic layer is tested without any real one. */
const ec2 = {
  CreateVpc(input: { CidrBlock: string; Tags: Record<string, string>; Hostnames?: boolean }, call: Call) {
    if (input.CidrBlock === '10.0.0.0/8')
      throw new AwsError('InvalidVpc.Range', 'the range is too large', { row: 'NET-01' });
    const id = call.newId('vpc-', 17);
    const record = { id, cidr: input.CidrBlock, tags: input.Tags, hostnames: input.Hostnames ?? false };
    call.world.table<VpcRecord>('ec2.vpc').put(`${call.region}/${id}`, record);
    return { id };
  },
  DescribeVpc({ id }: { id: string }, call: Call) {
    return { vpc: call.world.table<VpcRecord>('ec2.vpc').get(`${call.region}/${id}`) };
  },
  ModifyVpc({ id, Tags, Hostnames }: { id: string; Tags: Record<string, string>; Hostnames?: boolean }, call: Call) {
    const table = call.world.table<VpcRecord>('ec2.vpc');
    const before = table.get(`${call.region}/${id}`);
    if (before === undefined) throw new AwsError('InvalidVpcID.NotFound', `no VPC ${id}`);
    table.put(`${call.region}/${id}`, { ...before, tags: Tags, hostnames: Hostnames ?? before.hostnames });
  },
  DeleteVpc({ id }: { id: string }, call: Call) {
    call.world.table<VpcRecord>('ec2.vpc').delete(`${call.region}/${id}`);
  },
};

export const vpcAdapter: Adapter = {
  type: 'aws:ec2/vpc:Vpc',
  create(inputs, aws) {
    const input = { CidrBlock: inputs['cidrBlock'], Tags: inputs['tags'], Hostnames: inputs['enableDnsHostnames'] };
    return aws.call<{ id: string }>('ec2', 'CreateVpc', input).id;
  },
  read(id, aws) {
    const { vpc } = aws.call<{ vpc?: VpcRecord }>('ec2', 'DescribeVpc', { id });
    if (vpc === undefined) return undefined;
    return {
      arn: `arn:aws:ec2:${aws.region}:${aws.account}:vpc/${id}`,
      cidrBlock: vpc.cidr,
      tags: vpc.tags,
      enableDnsHostnames: vpc.hostnames,
    };
  },
  update(id, { after }, aws) {
    aws.call('ec2', 'ModifyVpc', { id, Tags: after['tags'], Hostnames: after['enableDnsHostnames'] });
  },
  delete: (id, _state, aws) => void aws.call('ec2', 'DeleteVpc', { id }),
};

export function fakeTwin(adapters: readonly Adapter[] = [vpcAdapter]) {
  const world = new World({ seed: '7', account: '111122223333', nowMs: 0 });
  const dispatcher = new Dispatcher(world, { ec2 });
  return { world, dispatcher, adapters, provider: createProvider(dispatcher, adapters) };
}

export const east: PropertyMap = { region: 'us-east-1' };

export function names(type: string, name: string, stack = 'dev') {
  return { urn: `urn:pulumi:${stack}::evenkeel::${type}::${name}`, type, name, config: east };
}
