import { secret, UNKNOWN } from '../../../../src/lib/property.ts';
import {
  type Add,
  drop,
  type Given,
  type MutableStack,
  type Mutation,
  pick,
  type RuleCase,
  set,
  stackOf,
} from '../build.ts';
import { all, either, OPEN } from './builders.ts';

/** "Secrets rotate ≤90 days; no literal DB password (use `manageMasterUserPassword` or a secret)." */
const SECRET = 'aws:secretsmanager/secret:Secret';
const ROTATION = 'aws:secretsmanager/secretRotation:SecretRotation';
const VERSION = 'aws:secretsmanager/secretVersion:SecretVersion';
const INSTANCE = 'aws:rds/instance:Instance';
const CLUSTER = 'aws:rds/cluster:Cluster';
const postgres = { engine: 'postgres', instanceClass: 'db.m7g.large', username: 'admin' };
const managed = { manageMasterUserPassword: true };

function rotated(add: Add, name: string, rotationRules: Given | undefined) {
  const added = add(SECRET, name, { name });
  const rotationLambdaArn = 'arn:aws:lambda:us-east-1:111122223333:function:rotate';
  if (rotationRules !== undefined)
    add(ROTATION, `${name}-rotation`, { secretId: added.ref('id'), rotationLambdaArn, rotationRules });
  return added;
}

export const cases: readonly RuleCase[] = [
  {
    title: 'secrets rotate within ninety days, and databases take their passwords from them',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        rotated(add, 'api-key', { automaticallyAfterDays: 90 });
        rotated(add, 'token', { scheduleExpression: 'rate(30 days)' });
        add(INSTANCE, 'orders', { ...postgres, ...managed });
        add(CLUSTER, 'carts', { engine: 'aurora-mysql', masterUsername: 'admin', ...managed });
        const password = rotated(add, 'password', { automaticallyAfterDays: 30 });
        const version = add(VERSION, 'version', { secretId: password.ref('id'), secretString: 'from-elsewhere' });
        add(INSTANCE, 'by-secret', { ...postgres, password: version.ref('secretString') });
      }),
    ],
    expect: all(['api-key', 'token', 'password', 'orders', 'carts', 'by-secret'], 'pass'),
  },
  {
    title: 'a secret that rotates too seldom or never fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        rotated(add, 'seldom', { automaticallyAfterDays: 91 });
        rotated(add, 'by-rate', { scheduleExpression: 'rate(100 days)' });
        rotated(add, 'by-cron', { scheduleExpression: 'cron(0 4 1 1,7 ? *)' });
        rotated(add, 'monthly', { scheduleExpression: 'cron(0 4 1 * ? *)' });
        rotated(add, 'never', undefined);
      }),
    ],
    expect: [
      ...all(['seldom', 'by-rate', 'by-cron', 'never'], 'fail'),
      ...either('seldom-rotation', 'by-rate-rotation', 'by-cron-rotation'),
      { name: 'monthly', verdict: 'pass' },
    ],
  },
  {
    title: 'a password that is written in the program fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(INSTANCE, 'orders', { ...postgres, password: 'hunter2hunter2' });
        add(CLUSTER, 'carts', { engine: 'aurora-mysql', masterUsername: 'admin', masterPassword: 'hunter2hunter2' });
        add(INSTANCE, 'hidden', { ...postgres, password: secret('ciphertext') });
      }),
    ],
    expect: [...all(['orders', 'carts'], 'fail'), { name: 'hidden', verdict: ['fail', 'unknown'] }],
  },
  {
    title: 'in a first preview the edges tell secret and rotation; what is not known is not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        rotated(add, 'good', { automaticallyAfterDays: 30 });
        rotated(add, 'open', { automaticallyAfterDays: UNKNOWN });
        rotated(add, 'never', undefined);
        add(INSTANCE, 'orders', { ...postgres, manageMasterUserPassword: UNKNOWN });
        add(INSTANCE, 'managed', { ...postgres, ...managed });
      }),
    ],
    expect: [
      ...all(['good', 'managed'], 'pass'),
      { name: 'never', verdict: 'fail' },
      { name: 'open', verdict: OPEN },
      { name: 'orders', verdict: OPEN },
      ...either('open-rotation'),
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(SECRET, 'theirs', {}, { external: true });
        add(INSTANCE, 'their-database', postgres, { external: true });
      }),
    ],
    expect: all(['theirs', 'their-database'], 'not-applicable'),
  },
];

const of = 'secrets rotate within ninety days, and databases take their passwords from them';
const rotates = (edit: string, name: string, rotationRules: Record<string, number | string>) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) => set(pick(stacks, `${name}-rotation`), { rotationRules }),
  expect: [{ name, verdict: 'fail' as const }, ...either(`${name}-rotation`)],
});

export const mutations: readonly Mutation[] = [
  rotates('a secret rotates after 91 days', 'api-key', { automaticallyAfterDays: 91 }),
  rotates('a secret rotates once a year', 'api-key', { automaticallyAfterDays: 365 }),
  rotates('a schedule lets a secret rotate after 91 days', 'token', { scheduleExpression: 'rate(91 days)' }),
  {
    of,
    edit: 'a secret does not rotate',
    mutate: (stacks) => drop(stacks, 'token-rotation'),
    expect: [{ name: 'token', verdict: 'fail' }],
  },
  {
    of,
    edit: 'a rotation is of another secret',
    mutate: (stacks) => {
      const rotation = pick(stacks, 'token-rotation');
      set(rotation, { secretId: 'secret-of-somebody' });
      rotation.propertyDependencies = {};
    },
    expect: [{ name: 'token', verdict: 'fail' }, ...either('token-rotation')],
  },
  {
    of,
    edit: 'an instance has a literal password',
    mutate: (stacks) => set(pick(stacks, 'orders'), { manageMasterUserPassword: false, password: 'hunter2hunter2' }),
    expect: [{ name: 'orders', verdict: 'fail' }],
  },
  {
    of,
    edit: 'a cluster has a literal password',
    mutate: (stacks) =>
      set(pick(stacks, 'carts'), { manageMasterUserPassword: undefined as never, masterPassword: 'hunter2hunter2' }),
    expect: [{ name: 'carts', verdict: 'fail' }],
  },
  {
    of,
    edit: 'a password comes from the program, not from the secret',
    mutate: (stacks) => {
      const database = pick(stacks, 'by-secret');
      set(database, { password: 'hunter2hunter2' });
      database.propertyDependencies = {};
    },
    expect: [{ name: 'by-secret', verdict: 'fail' }],
  },
];
