import { type Condition, isAbout, isEverybody, type Statement } from './policy-document.ts';

/** Whether a statement denies an action to everybody but a few who are named. */
export function deniesAllBut(statement: Statement, action: string): boolean {
  const isDenial = statement.effect === 'Deny' && isAbout(statement, action);
  return isDenial && isEverybody(statement) && statement.conditions.every(excepts);
}

/** Whether a condition lets the denial hold for all but named principals. */
function excepts({ operator, key, values }: Condition): boolean {
  const isException = /^(Arn|String)Not(Equals|Like|EqualsIgnoreCase)$/.test(operator) && EXCEPTED_BY.includes(key);
  return isException && values.length > 0 && values.every((value) => !/^[*?]*$/.test(value));
}

const EXCEPTED_BY: readonly string[] = ['aws:principalarn', 'aws:userid', 'aws:username'];
