import { PolicyPack } from '@pulumi/policy';

// Each policy does one thing that the engine must cope with. All are off until a test's configuration switches them on.
const SUBNET = 'aws:ec2/subnet:Subnet';

console.log(`pid ${process.pid}`);
new PolicyPack('toys', {
  enforcementLevel: 'disabled',
  policies: [
    {
      name: 'two-zones',
      description: 'An edge rule: the subnets of a VPC stand in two zones.',
      remediationSteps: 'spread the subnets',
      severity: 'high',
      validateStack({ resources }, report) {
        for (const vpc of resources.filter(({ type }) => type === 'aws:ec2/vpc:Vpc')) {
          const subnets = resources.filter((one) => (one.propertyDependencies.vpcId ?? []).includes(vpc));
          const zones = new Set(subnets.map(({ props }) => props.availabilityZone));
          if (subnets.length > 0 && zones.size < 2) report(`all subnets stand in ${[...zones]}`, vpc.urn);
        }
      },
    },
    {
      name: 'reads-vpc-id',
      description: 'A value rule: it reads what a first preview does not know.',
      validateStack({ resources }, report) {
        for (const { type, props, urn } of resources)
          if (type === SUBNET && props.vpcId.startsWith('vpc')) report(`${props.vpcId} is no home`, urn);
      },
    },
    {
      name: 'small-networks',
      description: 'A rule on one resource, with a parameter.',
      configSchema: { properties: { longest: { type: 'integer', default: 28 } } },
      validateResource({ type, props, getConfig }, report) {
        const bits = Number(props.cidrBlock?.split('/')[1]);
        if (type === SUBNET && bits < getConfig().longest) report(`/${bits} is larger than /${getConfig().longest}`);
      },
    },
    {
      name: 'owned',
      description: 'Gives what has no owner one.',
      remediateResource: ({ type, props }) =>
        type === SUBNET && props.tags?.owner === undefined
          ? { ...props, tags: { ...props.tags, owner: 'nobody' } }
          : undefined,
      validateResource({ type, props }, report) {
        if (type === SUBNET && props.tags?.owner === undefined) report('it has no owner');
      },
    },
    {
      name: 'throws-on-resource',
      description: 'A policy with a bug.',
      validateResource({ type }) {
        if (type === SUBNET) throw new Error('a bug of the policy');
      },
    },
    {
      name: 'throws-on-stack',
      description: 'A policy with a bug.',
      validateStack() {
        throw new Error('a bug of the stack policy');
      },
    },
    {
      name: 'ends-the-process',
      description: 'A policy that takes its process with it.',
      validateStack() {
        process.exit(3);
      },
    },
    {
      name: 'sees-its-subject',
      description: 'Tells what it is given.',
      validateResource({ type, urn, name, props, opts, provider }, report) {
        const { cidrBlock, availabilityZone } = props;
        if (type === SUBNET)
          report(JSON.stringify([urn, name, opts, provider.props.region, { cidrBlock, availabilityZone }]));
      },
    },
  ],
});
