import * as parts from '../../cases/backup/parts.ts';
import type { Add, Added, Given } from '../../cases/build.ts';
import type { Chance } from '../build.ts';
import { SCHEDULES } from './schedules.ts';

/** Vaults, plans, selections of what there is, and restore tests: of each none, one or two. */
export function addPlans(add: Add, chance: Chance, data: readonly Added[]): void {
  const vaults = ['vault-0', 'vault-1'].slice(0, chance.oneOf('vaults', [0, 1, 2]));
  for (const name of vaults) addVault(add, chance, name);
  for (const name of ['plan-0', 'plan-1'].slice(0, chance.oneOf('plans', [0, 1, 1, 2]))) {
    const tier = chance.oneOf(`${name} tier`, ['1', '2', '3']);
    const rules = Array.from({ length: chance.oneOf(`${name} rules`, [1, 1, 2]) }, (_, index) =>
      ruleOf(chance, `${name} rule ${index}`),
    );
    const plan = parts.plan(add, name, rules, { tags: { tier } });
    for (let index = 0; index < chance.oneOf(`${name} selections`, [0, 1, 1, 2]); index++)
      parts.selection(add, plan, `${name}-${index}`, selectionOf(chance, `${name} ${index}`, data));
  }
  addRestoreTests(add, chance);
}

function addVault(add: Add, chance: Chance, name: string): void {
  const key = chance.oneOf(`${name} key`, ['own', 'alias', undefined]);
  const id = `${name}-key`;
  const arn = parts.arn('kms', `key/${id}`);
  if (key === 'own') add('aws:kms/key:Key', id, {}, { id, computed: { arn } });
  const kmsKeyArn = key === 'own' ? arn : key === 'alias' ? parts.arn('kms', 'alias/aws/backup') : undefined;
  const tier = chance.oneOf(`${name} tier`, ['1', '1', '3']);
  const vault = parts.vault(add, name, { kmsKeyArn, tags: { tier } });
  if (chance.is(`${name} lock`, 0.7))
    add('aws:backup/vaultLockConfiguration:VaultLockConfiguration', `${name}-lock`, {
      backupVaultName: vault.ref('name'),
      minRetentionDays: chance.oneOf(`${name} min`, [7, 35, 35, 90, undefined]),
      changeableForDays: chance.oneOf(`${name} changeable`, [3, 3, undefined]),
    });
  if (!chance.is(`${name} policy`, 0.8)) return;
  const actions = ['backup:DeleteRecoveryPoint', 'backup:PutBackupVaultAccessPolicy'];
  const statement = {
    Effect: chance.oneOf(`${name} effect`, ['Deny', 'Deny', 'Allow']),
    Principal: chance.oneOf(`${name} principal`, ['*', '*', { AWS: 'arn:aws:iam::111122223333:role/intern' }]),
    Action: chance.oneOf(`${name} actions`, [actions, actions, actions.slice(0, 1)]),
    Resource: '*',
  };
  add('aws:backup/vaultPolicy:VaultPolicy', `${name}-policy`, {
    backupVaultName: vault.ref('name'),
    policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
}

function ruleOf(chance: Chance, name: string): Record<string, Given | undefined> {
  const away = [parts.arn('backup', 'backup-vault:far', 'us-west-2'), parts.arn('backup', 'backup-vault:near')];
  const other = parts.arn('backup', 'backup-vault:far', 'us-west-2', '444455556666');
  const deleteAfter = chance.oneOf(`${name} days`, [7, 34, 35, 35, 90, undefined]);
  return {
    targetVaultName: chance.oneOf(`${name} vault`, ['vault-0', 'vault-1']),
    schedule: chance.oneOf(`${name} schedule`, SCHEDULES),
    lifecycle: deleteAfter === undefined ? undefined : { deleteAfter },
    enableContinuousBackup: chance.oneOf(`${name} continuous`, [true, false, undefined]),
    copyActions: [...away, other]
      .filter((arn) => chance.is(`${name} ${arn}`, 0.4))
      .map((destinationVaultArn) => ({ destinationVaultArn })),
  };
}

function selectionOf(chance: Chance, name: string, data: readonly Added[]): Record<string, Given | undefined> {
  const some = data.filter((_, index) => chance.is(`${name} ${index}`)).map((one) => one.ref('arn'));
  const condition = (operator: string, key: string, value: string) => ({
    [operator]: [{ key: `aws:ResourceTag/${key}`, value }],
  });
  return chance.oneOf<Record<string, Given | undefined>>(name, [
    { resources: some.length > 0 ? some : ['arn:aws:ec2:*:*:volume/*'] },
    { resources: ['arn:aws:dynamodb:*:*:table/*', 'arn:aws:rds:*:*:db:*', 'arn:aws:s3:::*'] },
    { resources: ['*'], notResources: ['arn:aws:elasticfilesystem:*:*:file-system/*'] },
    { resources: ['*'], conditions: [condition('stringEquals', 'backup', 'daily')] },
    { resources: ['*'], conditions: [condition('stringLikes', 'stage', 'l*e')] },
    {
      resources: ['*'],
      conditions: [
        { ...condition('stringNotEquals', 'stage', 'test'), ...condition('stringEquals', 'backup', 'daily') },
      ],
    },
    {
      selectionTags: [
        { type: 'STRINGEQUALS', key: 'backup', value: 'daily' },
        { type: 'STRINGEQUALS', key: 'stage', value: 'live' },
      ],
    },
  ]);
}

function addRestoreTests(add: Add, chance: Chance): void {
  if (!chance.is('restores', 0.8)) return;
  const plan = add('aws:backup/restoreTestingPlan:RestoreTestingPlan', 'restores', {
    name: 'restores',
    scheduleExpression: chance.oneOf('restores schedule', [
      'cron(0 5 ? * SUN *)',
      'cron(0 5 1 * ? *)',
      'cron(0 5 L * ? *)',
      'cron(0 5 1 1/3 ? *)',
    ]),
  });
  const isWhole = chance.is('restores all', 0.7);
  for (const type of ['RDS', 'Aurora', 'DynamoDB', 'EFS', 'EBS', 'S3']) {
    if (!isWhole && !chance.is(`restores ${type}`)) continue;
    add('aws:backup/restoreTestingSelection:RestoreTestingSelection', `restores-${type}`, {
      name: type.toLowerCase(),
      restoreTestingPlanName: plan.ref('name'),
      protectedResourceType: type,
      protectedResourceArns: ['*'],
      validationWindowHours: isWhole || chance.is(`restores ${type} window`, 0.7) ? 24 : undefined,
    });
  }
}
