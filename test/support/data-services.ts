import { type AwsError, EndpointUnreachable } from '../../src/twin/aws-error.ts';
import type { ServiceName } from '../../src/twin/call.ts';
import { Dispatcher } from '../../src/twin/dispatch.ts';
import type { AdapterAws } from '../../src/twin/provider/adapter.ts';
import { backup } from '../../src/twin/services/backup/index.ts';
import { reactions as backupReactions } from '../../src/twin/services/backup/reactions.ts';
import type { Subnet, Vpc } from '../../src/twin/services/ec2/records.ts';
import { iam } from '../../src/twin/services/iam/index.ts';
import { kms } from '../../src/twin/services/kms/index.ts';
import { reactions as kmsReactions } from '../../src/twin/services/kms/reactions.ts';
import { rds } from '../../src/twin/services/rds/index.ts';
import { reactions as rdsReactions } from '../../src/twin/services/rds/reactions.ts';
import { secretsmanager } from '../../src/twin/services/secretsmanager/index.ts';
import { reactions as secretReactions } from '../../src/twin/services/secretsmanager/reactions.ts';
import { World } from '../../src/twin/world.ts';

export const ACCOUNT = '111122223333';
export const ZERO = Date.UTC(2026, 0, 1);
export const EAST = 'us-east-1';
export const WEST = 'us-west-2';
export const IRELAND = 'eu-west-1';

const BACKUP_POLICY = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup';

/** A world with the data services, and a subnet group `data` in each region whose subnets are put there by hand. */
export class DataWorld {
  readonly world: World;
  readonly dispatcher: Dispatcher;

  constructor(options: { seed?: string; regions?: readonly string[] } = {}) {
    this.world = new World({ seed: options.seed ?? '1', account: ACCOUNT, nowMs: ZERO });
    this.dispatcher = new Dispatcher(this.world, { rds, kms, secretsmanager, backup, iam } as never);
    for (const register of [rdsReactions, kmsReactions, secretReactions, backupReactions]) register(this.world);
    for (const region of options.regions ?? [EAST, WEST, IRELAND]) this.network(region);
  }

  call<Output = Record<string, never>>(region: string, service: ServiceName, operation: string, input: object): Output {
    return this.dispatcher.dispatch({ region, service, operation, input }) as Output;
  }

  rds<Output = Record<string, never>>(region: string, operation: string, input: object): Output {
    return this.call<Output>(region, 'rds', operation, input);
  }

  /** What AWS answers when it refuses. Fails where it does not. */
  refusal(act: () => unknown): AwsError {
    try {
      act();
    } catch (error) {
      if (error instanceof EndpointUnreachable) throw error;
      return error as AwsError;
    }
    throw new Error('the call was answered');
  }

  /** Time passes. */
  pass(ms: number): void {
    this.world.advanceTo(this.world.nowMs + ms);
  }

  settle(prefix = 'arn:'): void {
    this.world.complete(prefix);
  }

  adapterAws(region: string, urn = 'urn:pulumi:test::evenkeel::x::y'): AdapterAws {
    return {
      region,
      account: ACCOUNT,
      urn,
      call: (service, operation, input) => this.call(region, service, operation, input) as never,
      callIn: (there, service, operation, input) => this.call(there, service, operation, input) as never,
      settle: (prefix) => this.settle(prefix),
    };
  }

  /** A role that AWS Backup works with, and its ARN. */
  backupRole(name = 'backup'): string {
    const { Role } = this.call<{ Role: { Arn: string } }>(EAST, 'iam', 'CreateRole', {
      RoleName: name,
      AssumeRolePolicyDocument: '{}',
    });
    this.call(EAST, 'iam', 'AttachRolePolicy', { RoleName: name, PolicyArn: BACKUP_POLICY });
    return Role.Arn;
  }

  network(region: string): void {
    this.world.transact(() => {
      const vpc = { id: `vpc-${region}`, region, defaultSecurityGroupId: `sg-${region}`, tags: {} } as unknown as Vpc;
      this.world.table<Vpc>('ec2.vpc').put(`${region}/${vpc.id}`, vpc);
      for (const letter of ['a', 'b', 'c']) {
        const id = `subnet-${region}${letter}`;
        const subnet = { id, region, vpcId: vpc.id, zone: `${region}${letter}`, tags: {} } as unknown as Subnet;
        this.world.table<Subnet>('ec2.subnet').put(`${region}/${id}`, subnet);
      }
    });
    this.rds(region, 'CreateDBSubnetGroup', {
      DBSubnetGroupName: 'data',
      DBSubnetGroupDescription: 'data',
      SubnetIds: ['a', 'b', 'c'].map((letter) => `subnet-${region}${letter}`),
    });
  }

  /** A global database `orders` with a cluster `orders-<region>` of two instances in each region, the first writing. */
  globalDatabase(regions: readonly string[] = [EAST, WEST], version = '16.4'): Record<string, string> {
    this.rds(regions[0] ?? EAST, 'CreateGlobalCluster', {
      GlobalClusterIdentifier: 'orders',
      Engine: 'aurora-postgresql',
      EngineVersion: version,
      StorageEncrypted: true,
    });
    return Object.fromEntries(regions.map((region, index) => [region, this.member(region, index === 0, version)]));
  }

  member(region: string, isFounder: boolean, version = '16.4', instances = 2): string {
    const id = `orders-${region}`;
    this.rds(region, 'CreateDBCluster', {
      ...cluster(id, version),
      GlobalClusterIdentifier: 'orders',
      ...(isFounder && { MasterUsername: 'app', MasterUserPassword: 'planted-secret-1', DatabaseName: 'orders' }),
    });
    this.settle();
    for (let number = 1; number <= instances; number++) this.instance(region, id, number);
    return `arn:aws:rds:${region}:${ACCOUNT}:cluster:${id}`;
  }

  instance(region: string, clusterId: string, number: number, instanceClass = 'db.r6g.large'): void {
    this.rds(region, 'CreateDBInstance', {
      DBInstanceIdentifier: `${clusterId}-${number}`,
      DBClusterIdentifier: clusterId,
      DBInstanceClass: instanceClass,
      Engine: 'aurora-postgresql',
    });
    this.settle();
  }
}

/** Members of CreateDBCluster that every cluster here has. */
export function cluster(id: string, version = '16.4') {
  return {
    DBClusterIdentifier: id,
    Engine: 'aurora-postgresql',
    EngineVersion: version,
    DBSubnetGroupName: 'data',
    StorageEncrypted: true,
  };
}
