import { UNKNOWN } from '../../../../src/lib/property.ts';
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
import { either, OPEN } from '../encryption/builders.ts';

/**
 * "Backup/copy/restore failures are routed to a topic." Failed backups and restores are told by the events of their completion: the
 * events named for their failure are deprecated (PutBackupVaultNotifications, AWS Backup API reference).
 */
const PLAN = 'aws:backup/plan:Plan';
const VAULT = 'aws:backup/vault:Vault';
const NOTIFICATIONS = 'aws:backup/vaultNotifications:VaultNotifications';
const BACKUP = ['BACKUP_JOB_COMPLETED', 'BACKUP_JOB_FAILED', 'BACKUP_JOB_EXPIRED'];
const COPY = ['COPY_JOB_FAILED'];
const RESTORE = ['RESTORE_JOB_COMPLETED', 'RESTORE_JOB_FAILED'];
const EVENTS = [...BACKUP, ...COPY, ...RESTORE];

function plan(add: Add, name: string, backupVaultEvents: Given | undefined): void {
  const vault = add(VAULT, `${name}-vault`, { name: `${name}-vault` }, { id: `${name}-vault` });
  add(PLAN, name, {
    name,
    rules: [{ ruleName: 'daily', targetVaultName: vault.ref('name'), schedule: 'cron(0 3 * * ? *)' }],
  });
  if (backupVaultEvents === undefined) return;
  const topicArn = `arn:aws:sns:us-east-1:111122223333:${name}-failures`;
  const topic = add('aws:sns/topic:Topic', `${name}-failures`, {}, { id: topicArn, computed: { arn: topicArn } });
  add('aws:sns/topicSubscription:TopicSubscription', `${name}-pager`, {
    topic: topic.ref('arn'),
    protocol: 'https',
    endpoint: 'https://pager.example.com/hook',
  });
  const snsTopicArn = topic.ref('arn');
  add(NOTIFICATIONS, `${name}-notifications`, { backupVaultName: vault.ref('name'), snsTopicArn, backupVaultEvents });
}

const JOBS = ['Backup Job State Change', 'Copy Job State Change', 'Restore Job State Change'];

/** A plan whose vault tells nobody, and a rule that tells a topic of the jobs of its region ("Monitoring AWS Backup events using Amazon EventBridge"). */
function byEvents(name: string, kinds: readonly string[]) {
  return stackOf({ name, region: name === 'whole' ? 'us-east-1' : 'us-west-2' }, (add) => {
    plan(add, name, undefined);
    const pattern = { source: ['aws.backup'], 'detail-type': kinds, detail: { state: ['FAILED', 'EXPIRED'] } };
    const rule = add('aws:cloudwatch/eventRule:EventRule', 'jobs', { eventPattern: JSON.stringify(pattern) });
    const topic = add('aws:sns/topic:Topic', 'pager', { name: 'pager' });
    add('aws:cloudwatch/eventTarget:EventTarget', 'target', { rule: rule.ref('id'), arn: topic.ref('arn') });
  });
}

export const cases: readonly RuleCase[] = [
  {
    title: 'the vault of a plan tells a topic of what failed',
    stacks: [stackOf({ name: 'prod' }, (add) => plan(add, 'plan', EVENTS))],
    expect: [{ name: 'plan', verdict: 'pass' }],
  },
  {
    title: 'a plan whose vault tells nobody, or not of everything, fails',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        plan(add, 'silent', undefined);
        plan(add, 'no-copies', [...BACKUP, ...RESTORE]);
        plan(add, 'only-starts', ['BACKUP_JOB_STARTED', 'COPY_JOB_STARTED', 'RESTORE_JOB_STARTED']);
      }),
    ],
    expect: [
      ...['silent', 'no-copies', 'only-starts'].map((name) => ({ name, verdict: 'fail' as const })),
      ...either('no-copies-notifications', 'only-starts-notifications'),
    ],
  },
  {
    title: 'a plan whose vault is in none of the checkpoints is not known',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        add(PLAN, 'plan', { rules: [{ ruleName: 'daily', targetVaultName: 'elsewhere' }] });
      }),
    ],
    expect: [{ name: 'plan', verdict: 'unknown' }],
  },
  {
    title: 'a rule of EventBridge on jobs that fail does as well, one on some of them does not',
    stacks: [byEvents('whole', JOBS), byEvents('copies', JOBS.slice(1, 2))],
    expect: [
      { name: 'whole', verdict: 'pass' },
      { name: 'copies', verdict: 'fail' },
    ],
  },
  {
    title: 'every vault that a plan fills must tell',
    stacks: [
      stackOf({ name: 'prod' }, (add) => {
        plan(add, 'plan', EVENTS);
        add(VAULT, 'second', { name: 'second' }, { id: 'second' });
        add(PLAN, 'both', {
          rules: [
            { ruleName: 'daily', targetVaultName: 'plan-vault' },
            { ruleName: 'monthly', targetVaultName: 'second' },
          ],
        });
      }),
    ],
    expect: [
      { name: 'plan', verdict: 'pass' },
      { name: 'both', verdict: 'fail' },
    ],
  },
  {
    title: 'the notifications of another region are those of another vault',
    stacks: [
      stackOf({ name: 'prod' }, (add) => plan(add, 'plan', undefined)),
      stackOf({ name: 'west', region: 'us-west-2' }, (add) => {
        const vault = { backupVaultName: 'plan-vault', backupVaultEvents: EVENTS };
        add(VAULT, 'far-vault', { name: 'plan-vault' }, { id: 'plan-vault' });
        add(NOTIFICATIONS, 'far', { ...vault, snsTopicArn: 'arn:aws:sns:us-west-2:111122223333:failures' });
      }),
    ],
    expect: [{ name: 'plan', verdict: ['fail', 'unknown'] }, ...either('far')],
  },
  {
    title: 'in a first preview the edges tell vault and topic; events that are not known are not decided',
    stacks: [
      stackOf({ name: 'prod', preview: true }, (add) => {
        plan(add, 'plan', EVENTS);
        plan(add, 'open', UNKNOWN);
        plan(add, 'silent', undefined);
      }),
    ],
    expect: [
      { name: 'plan', verdict: 'pass' },
      { name: 'open', verdict: OPEN },
      { name: 'silent', verdict: ['fail', ...OPEN] },
      ...either('open-notifications'),
    ],
  },
  {
    title: 'what another stack manages is judged there',
    stacks: [stackOf({ name: 'prod' }, (add) => void add(PLAN, 'theirs', {}, { external: true }))],
    expect: [{ name: 'theirs', verdict: 'not-applicable' }],
  },
];

const of = 'the vault of a plan tells a topic of what failed';
const fails = [{ name: 'plan', verdict: 'fail' as const }, ...either('plan-notifications')];
const events = (edit: string, backupVaultEvents: readonly string[]) => ({
  of,
  edit,
  mutate: (stacks: MutableStack[]) =>
    set(pick(stacks, 'plan-notifications'), { backupVaultEvents: [...backupVaultEvents] }),
  expect: fails,
});

export const mutations: readonly Mutation[] = [
  events('nothing tells of failed copies', [...BACKUP, ...RESTORE]),
  events('nothing tells of failed backups', [...COPY, ...RESTORE]),
  events('nothing tells of failed restores', [...BACKUP, ...COPY]),
  events('it tells of starts only', ['BACKUP_JOB_STARTED', 'COPY_JOB_STARTED', 'RESTORE_JOB_STARTED']),
  events('it tells of copies that succeed', [...BACKUP, 'COPY_JOB_SUCCESSFUL', ...RESTORE]),
  {
    of,
    edit: 'the vault tells nobody',
    mutate: (stacks) => drop(stacks, 'plan-notifications'),
    expect: [{ name: 'plan', verdict: 'fail' }],
  },
  {
    of,
    edit: 'another vault tells',
    mutate: (stacks) => {
      const notifications = pick(stacks, 'plan-notifications');
      set(notifications, { backupVaultName: 'another-vault' });
      notifications.propertyDependencies = {};
    },
    expect: fails,
  },
];
