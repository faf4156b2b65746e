import { firstOf, type Resource } from 'evenkeel/policy';
import { BUCKET, BUCKET_LOGGING } from './bucket.ts';

/** Whether S3 writes the access logs of another bucket into it. */
export function takesServerLogs(bucket: Resource): boolean {
  const writers = [...bucket.from(BUCKET_LOGGING, 'targetBucket'), ...bucket.from(BUCKET, 'logging.targetBucket')];
  return firstOf(writers, () => true) !== undefined;
}
