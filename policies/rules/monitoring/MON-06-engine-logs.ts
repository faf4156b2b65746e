import { must, rule, unknown } from 'evenkeel/policy';
import { CLUSTER, INSTANCE } from '../../facts/counterparts.ts';

const MYSQL = ['audit', 'error', 'general', 'slowquery'];
const ORACLE = ['alert', 'audit', 'listener', 'trace'];
const SQLSERVER = ['agent', 'error'];

/** Source: controls RDS.9, RDS.34 and RDS.37, AWS Security Hub User Guide (read 2026-11). */
const LOGS = {
  'aurora-mysql': ['audit'],
  'aurora-postgresql': ['postgresql'],
  mariadb: MYSQL,
  mysql: MYSQL,
  'oracle-ee': ORACLE,
  'oracle-ee-cdb': ORACLE,
  'oracle-se2': ORACLE,
  'oracle-se2-cdb': ORACLE,
  postgres: ['postgresql', 'upgrade'],
  'sqlserver-ee': SQLSERVER,
  'sqlserver-ex': SQLSERVER,
  'sqlserver-se': SQLSERVER,
  'sqlserver-web': SQLSERVER,
};

export const mon06 = rule({
  id: 'MON-06',
  title: 'Databases export the logs of their engines',
  why: 'Who logged in, what failed and which statement was slow is in the engine’s own logs, which go with the instance.',
  remedy:
    'Set `enabledCloudwatchLogsExports` to the logs of the engine; those of MySQL and MariaDB need their switch in the parameter group.',
  severity: 'medium',
  types: [INSTANCE, CLUSTER],
  decidedAt: 'deployed',
  cannotSee: ['whether the engine writes the log: audit, general and slow logs have their own parameters'],
  parameters: { logs: { default: LOGS, means: 'by engine, the logs that are exported' } },
  check(database, { logs }) {
    const engine = String(database.need('engine'));
    const wanted = (logs as Readonly<Record<string, readonly string[]>>)[engine];
    if (wanted === undefined) return unknown(`which logs ${engine} has is not known here`, 'engine');
    const exported = database.texts('enabledCloudwatchLogsExports');
    const lacking = wanted.filter((log) => !exported.includes(log));
    return must(lacking.length === 0, `does not export its logs ${lacking.join(', ')}`, 'enabledCloudwatchLogsExports');
  },
});
