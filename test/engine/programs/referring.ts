import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** Uses the outputs of another stack, a secret one among them. */
const other = new pulumi.StackReference(new pulumi.Config('engine').get('other') ?? 'organization/engine/dev');
new aws.rds.Cluster('cluster', { engine: 'x', masterPassword: other.requireOutput('hidden') });
export const plain = other.requireOutput('plain');
export const hidden = other.requireOutput('hidden');
