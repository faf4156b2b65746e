import { every, fail, pass, rule } from 'evenkeel/policy';
import { COPIES_TAGS, TAGGABLE } from '../../facts/tags.ts';

export const tag01 = rule({
  id: 'TAG-01',
  title: 'Every resource says whose it is, what it costs whom, and how much depends on it',
  why: 'Who is called at night, who pays, what may be lost and for how long is read from tags; without them nobody knows.',
  remedy:
    'Give the resource the tags, or the provider `defaultTags`; let databases copy their tags to their snapshots.',
  severity: 'medium',
  types: TAGGABLE,
  decidedAt: 'preview',
  cannotSee: [
    'whether a value is right (TAG-02)',
    'default tags that come from the environment of the provider, before the resource is there',
  ],
  parameters: {
    required: {
      default: ['owner', 'cost-center', 'environment', 'service', 'tier', 'data-classification', 'rto', 'rpo'],
      means: 'tags that must be there, with a value',
    },
  },
  check(resource, { required }) {
    const hasTags = () => {
      const missing = required.filter((tag) => !resource.hasTag(tag));
      return missing.length === 0 ? pass() : fail(`has no tag ${missing.join(', ')}`, 'tags');
    };
    const copiesThem = () => {
      const property = COPIES_TAGS[resource.type];
      if (property === undefined || resource.read(property) === true) return pass();
      return fail('does not copy its tags to its snapshots', property);
    };
    return every([hasTags, copiesThem], (part) => part());
  },
});
