import type { Add, CaseStack, ExpectedRow } from '../build.ts';
import { stackOf } from '../build.ts';

/** What the stack of an account holds, whatever the control asks for: that stack is there, and it is not empty. */
export function accountStack(build: (add: Add) => void, preview = false): CaseStack {
  return stackOf({ name: 'account-prod', preview }, (add) => {
    add('aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock', 'no-public-buckets', {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    add('aws:guardduty/detector:Detector', 'detector', { enable: true });
    add('aws:ebs/encryptionByDefault:EncryptionByDefault', 'volumes', { enabled: true });
    build(add);
  });
}

/** The row of the account as a whole. */
export function whole(verdict: ExpectedRow['verdict']): ExpectedRow {
  return { verdict };
}

/** That row where what it says is left open. */
export const EITHER_WAY: ExpectedRow = {
  verdict: ['pass', 'fail', 'not-applicable', 'unknown', 'pending'],
  isOptional: true,
};
