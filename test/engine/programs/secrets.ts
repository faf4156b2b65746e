import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** Secrets from everywhere they come from: configuration, a data source, an option, an output, another stack. */
const config = new pulumi.Config('engine');
const planted = config.requireSecret('planted');
const password = aws.secretsmanager.getRandomPasswordOutput({ passwordLength: 20 }).randomPassword;

const store = new aws.secretsmanager.Secret('store', { description: pulumi.interpolate`holds ${planted}` });
const version = new aws.secretsmanager.SecretVersion(
  'version',
  { secretId: store.id, secretString: pulumi.secret(password) },
  { additionalSecretOutputs: ['arn'] },
);
new aws.rds.Cluster('cluster', { engine: 'aurora-postgresql', masterPassword: password, tags: { note: planted } });
console.log(`told by the program: ${config.require('planted')}`);

export const plain = store.id;
export const hidden = version.secretString;
export const derived = pulumi.all([version.arn, planted]).apply(([arn, value]) => `${arn} ${value}`);
if (config.getBoolean('fail')) throw new Error(`failed with ${config.require('planted')}`);
