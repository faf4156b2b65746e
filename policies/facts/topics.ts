import { attempt, type Block, has, type Resource } from 'evenkeel/policy';

export const TOPIC = 'aws:sns/topic:Topic';
export const SUBSCRIPTION = 'aws:sns/topicSubscription:TopicSubscription';

/** The topics in a list of actions, which may name policies of scaling, functions and hosts as well. */
export function topicsIn(block: Block, path: string): readonly Resource[] {
  return block.list(path).flatMap((action) => {
    const arn = attempt(() => action.text() ?? '');
    const isOther = 'value' in arn && !/^arn:[^:]*:sns:/.test(arn.value);
    return isOther ? [] : action.toAll('', TOPIC);
  });
}

/** Whether somebody is subscribed to a topic, as the stacks given tell. */
export function isSubscribed(topic: Resource): boolean {
  return has(topic, SUBSCRIPTION, 'topic');
}
