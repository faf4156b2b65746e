import { type FoundStack, founderOf } from 'evenkeel/system';
import { CostWatch } from '../components/cost-watch.ts';
import { DatabaseSecret } from '../components/database-secret.ts';
import { GlobalDatabase } from '../components/global-database.ts';
import { Roles } from '../components/roles.ts';
import { Zone } from '../components/zone.ts';
import { placeOf } from '../layout/place.ts';
import type { Outputs } from './outputs.ts';
import { checkAccount, providerOf } from './providers.ts';

/** What the layers on the right, and people, read from base. */
export interface BaseOutputs {
  readonly zoneId: string;
  /** What the parent zone delegates to, where the zone was created here. */
  readonly nameServers: string[];
  readonly globalClusterId: string;
  readonly globalClusterArn: string;
  readonly masterUsername: string;
  /** Secret. */
  readonly masterPassword: string;
  /** By region. */
  readonly secretArns: Record<string, string>;
  readonly instanceProfileArn: string;
  readonly feederRoleArn: string;
  readonly feederRoleName: string;
  readonly backupRoleArn: string;
  readonly flowRoleArn: string;
}

/** What all sites share: zone, shell of the global database, secret, roles. */
export async function base(found: FoundStack, unprotected: ReadonlySet<string>): Promise<Outputs<BaseOutputs>> {
  const place = placeOf(found, unprotected);
  const provider = providerOf(founderOf(found.environment));
  await checkAccount(found.environment, provider);
  const options = { providers: [provider] };
  const zone = new Zone('dns', place, options);
  const database = new GlobalDatabase('database', place, options);
  const secret = new DatabaseSecret('database-secret', { place, region: found.spec.region }, options);
  const roles = new Roles('roles', { place, secretArns: secret.arns }, options);
  new CostWatch('cost', place, options);
  return {
    zoneId: zone.zoneId,
    nameServers: zone.nameServers,
    globalClusterId: database.clusterId,
    globalClusterArn: database.arn,
    masterUsername: secret.username,
    masterPassword: secret.password,
    secretArns: secret.arns,
    instanceProfileArn: roles.instanceProfileArn,
    feederRoleArn: roles.feederRoleArn,
    feederRoleName: roles.feederRoleName,
    backupRoleArn: roles.backupRoleArn,
    flowRoleArn: roles.flowRoleArn,
  };
}
