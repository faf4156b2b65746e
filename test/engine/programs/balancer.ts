import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** A load balancer, or a resource of the type it had before the SDK renamed it, by configuration. */
const config = new pulumi.Config('engine');

class Former extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs) {
    super('aws:elasticloadbalancingv2/loadBalancer:LoadBalancer', name, { ...inputs, arn: undefined });
  }
}

const inputs = { loadBalancerType: 'application' };
const balancer = config.getBoolean('former')
  ? new Former('balancer', inputs)
  : new aws.lb.LoadBalancer('balancer', inputs);
new aws.ec2.Vpc('child', { cidrBlock: '10.0.0.0/16' }, { parent: balancer });
