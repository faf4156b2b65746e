import { describe, expect, it } from 'vitest';
import { UNKNOWN } from '../../src/lib/property.ts';
import { graphWith, resource, SECRET, urnOf } from '../support/checkpoint.ts';

const VPC = 'aws:ec2/vpc:Vpc';

function withDefaults(defaultTags: unknown) {
  return {
    urn: urnOf('pulumi:providers:aws', 'us-east-1'),
    type: 'pulumi:providers:aws',
    custom: true,
    id: 'uuid',
    inputs: { region: 'us-east-1', defaultTags },
  };
}

describe('tags', () => {
  it('are the resource’s own and its provider’s default ones, as objects or as the JSON that configuration holds', () => {
    const vpc = resource(VPC, 'net', { id: 'vpc-1', inputs: { tags: { __defaults: [], tier: '1', owner: 'a' } } });
    for (const given of [{ tags: { owner: 'b', env: 'prod' } }, '{"tags":{"owner":"b","env":"prod"}}']) {
      const [node] = graphWith(withDefaults(given), vpc).byType(VPC);
      expect(node?.tags).toEqual({ owner: 'a', env: 'prod', tier: '1' });
    }
  });

  it('are also those of a list, to which no default ones are added, and those that resources of their own put on', () => {
    const GROUP = 'aws:autoscaling/group:Group';
    const group = resource(GROUP, 'fleet', { id: 'fleet', inputs: { tags: [{ key: 'tier', value: '1' }] } });
    const one = resource('aws:autoscaling/tag:Tag', 't', {
      id: 't',
      inputs: { autoscalingGroupName: 'fleet', tag: { key: 'owner', value: 'a', propagateAtLaunch: true } },
    });
    const two = resource('aws:ec2/tag:Tag', 'u', {
      id: 'u',
      inputs: { resourceId: 'vpc-1', key: 'owner', value: 'b' },
    });
    const graph = graphWith(
      withDefaults({ tags: { team: 'x' } }),
      group,
      one,
      resource(VPC, 'net', { id: 'vpc-1' }),
      two,
    );
    expect(graph.byType(GROUP)[0]?.tags).toEqual({ tier: '1', owner: 'a' });
    expect(graph.byType(VPC)[0]?.tags).toEqual({ owner: 'b', team: 'x' });
  });

  it('may be unknown one by one, or all of them', () => {
    const tagsOf = (tags: unknown) => graphWith(resource(VPC, 'net', { inputs: { tags } })).byType(VPC)[0];
    const some = tagsOf({ owner: UNKNOWN, env: 'prod', key: SECRET });
    const tag = (name: string) => some?.tagSet.byName.get(name);
    expect([tag('owner'), tag('env'), tag('key'), tag('tier'), some?.tagSet.open]).toEqual([
      { known: false, reason: 'not computed yet' },
      { known: true, value: 'prod' },
      { known: false, reason: 'secret' },
      undefined,
      undefined,
    ]);
    expect(some?.tags).toEqual({ env: 'prod' });
    expect(tagsOf(UNKNOWN)?.tagSet.open).toBe('not computed yet');
    expect(tagsOf(SECRET)?.tagSet.open).toBe('secret');
  });
});
