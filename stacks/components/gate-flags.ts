import { Table } from '@pulumi/aws/dynamodb/table.js';
import { TableItem } from '@pulumi/aws/dynamodb/tableItem.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from '@pulumi/pulumi';
import { nameAt, othersOf, type SitePlace } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/**
 * The flags of a site's traffic gate: its claim to serve, and its veto against each other site. Moving traffic is a
 * write to this table, at the site that survives.
 */
export class GateFlags extends ComponentResource {
  readonly tableName: Output<string>;
  readonly tableArn: Output<string>;

  constructor(name: string, args: GateFlagsArgs, options: ComponentResourceOptions) {
    super('evenkeel:component:GateFlags', name, {}, options);
    const { place } = args;
    const unprotected = place.unprotected.has(`${name}-table`);
    const table = new Table(
      `${name}-table`,
      {
        name: nameAt(place, 'table', 'gate'),
        billingMode: 'PAY_PER_REQUEST',
        hashKey: 'id',
        attributes: [{ name: 'id', type: 'S' }],
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: args.keyArn },
        deletionProtectionEnabled: !unprotected,
        tags: tagsOf(place, 'gate-flags'),
      },
      { parent: this, protect: !unprotected },
    );
    this.#flag(`${name}-claim`, table, 'claim', place.site.founder);
    for (const other of othersOf(place)) this.#flag(`${name}-veto-${other.name}`, table, `veto#${other.name}`, false);
    new RolePolicy(
      `${name}-feeder`,
      {
        name: nameAt(place, 'rolePolicy', 'gate-flags'),
        role: args.feederRoleName,
        policy: table.arn.apply((arn) => JSON.stringify(readPolicy(arn))),
      },
      { parent: this },
    );
    this.tableName = table.name;
    this.tableArn = table.arn;
    this.registerOutputs({ tableName: this.tableName });
  }

  #flag(name: string, table: Table, id: string, on: boolean): void {
    new TableItem(
      name,
      {
        tableName: table.name,
        hashKey: table.hashKey,
        item: JSON.stringify({ id: { S: id }, on: { N: on ? '1' : '0' } }),
      },
      {
        parent: this,
        // what the gate is moved by; the value here is that of birth
        ignoreChanges: ['item'],
      },
    );
  }
}

export interface GateFlagsArgs {
  readonly place: SitePlace;
  /** The role that the feeder runs under, which may read this table and no other site's. */
  readonly feederRoleName: Input<string>;
  readonly keyArn: Output<string>;
}

function readPolicy(tableArn: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['dynamodb:GetItem'],
        Resource: tableArn,
      },
    ],
  };
}
