import { fail, must, rule, some } from 'evenkeel/policy';
import { BUCKET, BUCKET_POLICY, bucketStatementsOf } from '../../facts/bucket.ts';
import { isEverybody, isLike, type Statement } from '../../facts/policy-document.ts';

export const enc04 = rule({
  id: 'ENC-04',
  title: 'Buckets refuse what comes without TLS',
  why: 'S3 answers plain HTTP, and whoever is on the way reads along, names and contents.',
  remedy:
    'Let the bucket’s policy deny `s3:*` to `*` on the bucket and its objects where `aws:SecureTransport` is `false`.',
  severity: 'medium',
  types: [BUCKET],
  reads: [BUCKET_POLICY],
  decidedAt: 'deployed',
  cannotSee: ['a denial in a policy of the organisation', 'a denial that is cut into several statements'],
  parameters: {},
  check(bucket) {
    const statements = bucketStatementsOf(bucket);
    if (statements.length === 0) return fail('has no policy that refuses what comes without TLS', 'policy');
    const name = () => String(bucket.need('bucket'));
    return some(statements, (statement) =>
      must(() => refusesPlainHttp(statement, name), 'lets in what comes without TLS', 'policy'),
    );
  },
});

/** Whether a statement refuses everybody everything of a bucket and its objects, under no other condition than that TLS is missing. */
function refusesPlainHttp(statement: Statement, bucketName: () => string): boolean {
  const { effect, isNotPrincipal, isNotAction, isNotResource, actions, resources, conditions } = statement;
  const [condition, ...others] = conditions;
  const isOfPlainHttp =
    others.length === 0 &&
    /^Bool(IfExists)?$/.test(condition?.operator ?? '') &&
    condition?.key === 'aws:securetransport' &&
    condition.values.join() === 'false';
  const isOfEverybody = isEverybody(statement) && !isNotPrincipal;
  const isOfAll = !isNotAction && actions.some((action) => /^(s3:)?\*$/i.test(action)) && !isNotResource;
  if (effect !== 'Deny' || !isOfPlainHttp || !isOfEverybody || !isOfAll) return false;
  const covers = (path: string) => resources.some((pattern) => isLike(path, pattern.replace(/^arn:[^:]*:s3:::/, '')));
  return covers(bucketName()) && covers(`${bucketName()}/any/object`);
}
