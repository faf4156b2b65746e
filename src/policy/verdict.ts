export {
  type AuditRow as VerdictRow,
  isAgainst,
  isBad,
  summaryOf,
  VERDICTS,
  type Verdict,
} from '../evidence/audit-row.ts';
