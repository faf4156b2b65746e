import { EvenkeelError, ExitCode } from '../lib/errors.ts';
import { toCallError } from './call-error.ts';
import type { SdkModules, SdkService } from './operation-types.ts';

/** Sends calls: one attempt each. Throws `CallError`; retries are the runner's. */
export interface AwsCaller {
  call(service: string, operation: string, region: string, input: object): Promise<object>;
}

/** The configuration of one SDK client: region, credentials and, on a twin, the request handler and signer. */
export type SdkConfig = Readonly<Record<string, unknown>>;

/**
 * A caller over SDK clients, one for each service and region, made when first needed. `configOf` binds them to a
 * target and to one step's credentials. Packages load with their first call.
 */
export function sdkCaller(configOf: (service: SdkService, region: string) => SdkConfig): AwsCaller {
  const clients = new Map<string, SdkClient>();
  return {
    async call(service, operation, region, input) {
      const name = `${service}.${operation}`;
      if (!isSdkService(service)) throw unknownOperation(name);
      const module = (await LOAD[service]()) as unknown as Readonly<Record<string, unknown>>;
      const Command = module[`${operation}Command`] as CommandClass | undefined;
      if (!Command) throw unknownOperation(name);
      const key = `${service}/${region}`;
      let client = clients.get(key);
      if (!client) {
        const Client = module[CLIENT_OF[service]] as ClientClass;
        client = new Client({ ...configOf(service, region), maxAttempts: 1 });
        clients.set(key, client);
      }
      try {
        const { $metadata: _metadata, ...answer } = await client.send(new Command(input));
        return answer;
      } catch (error) {
        throw toCallError(error, name, region);
      }
    },
  };
}

type SdkClient = { send(command: unknown): Promise<Record<string, unknown>> };
type ClientClass = new (config: SdkConfig) => SdkClient;
type CommandClass = new (input: object) => unknown;

function isSdkService(service: string): service is SdkService {
  return Object.hasOwn(LOAD, service);
}

const LOAD: { readonly [S in SdkService]: () => Promise<SdkModules[S]> } = {
  autoscaling: () => import('@aws-sdk/client-auto-scaling'),
  backup: () => import('@aws-sdk/client-backup'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  ec2: () => import('@aws-sdk/client-ec2'),
  elbv2: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  iam: () => import('@aws-sdk/client-iam'),
  kms: () => import('@aws-sdk/client-kms'),
  rds: () => import('@aws-sdk/client-rds'),
  resourcegroupstaggingapi: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  route53: () => import('@aws-sdk/client-route-53'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  sts: () => import('@aws-sdk/client-sts'),
};

const CLIENT_OF: { readonly [S in SdkService]: keyof SdkModules[S] & string } = {
  autoscaling: 'AutoScalingClient',
  backup: 'BackupClient',
  cloudwatch: 'CloudWatchClient',
  dynamodb: 'DynamoDBClient',
  ec2: 'EC2Client',
  elbv2: 'ElasticLoadBalancingV2Client',
  iam: 'IAMClient',
  kms: 'KMSClient',
  rds: 'RDSClient',
  resourcegroupstaggingapi: 'ResourceGroupsTaggingAPIClient',
  route53: 'Route53Client',
  secretsmanager: 'SecretsManagerClient',
  sts: 'STSClient',
};

function unknownOperation(name: string): EvenkeelError {
  return new EvenkeelError(
    {
      code: 'operation-without-client',
      message: `no SDK client here can call ${name}`,
      found: name,
      allowed: `commands of ${Object.keys(LOAD).join(', ')}`,
      next: 'add the service to src/aws/caller.ts and its package to package.json',
    },
    { exitCode: ExitCode.bug },
  );
}
