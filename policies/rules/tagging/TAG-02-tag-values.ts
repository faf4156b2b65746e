import { anyOf, every, type Finding, must, parseDuration, pass, rule } from 'evenkeel/policy';
import { TAGGABLE } from '../../facts/tags.ts';
import { tierOf } from '../../facts/tier.ts';

const TAGS = ['environment', 'data-classification', 'tier', 'rto', 'rpo'];

export const tag02 = rule({
  id: 'TAG-02',
  title: 'Tags say what everybody understands, and objectives are as short as the tier demands',
  why: 'Rules, bills and runbooks read these tags: a value of its own is read by none, and a slow objective of tier 1 is a promise broken in advance.',
  remedy: 'Write the values of the vocabulary, and objectives such as `15min` that the tier allows.',
  severity: 'medium',
  types: TAGGABLE,
  decidedAt: 'preview',
  cannotSee: ['tags that are missing (TAG-01)', 'whether a value is true', 'whether an objective is met'],
  parameters: {
    environments: {
      default: ['prod', 'production', 'staging', 'stage', 'uat', 'qa', 'test', 'dev', 'development', 'sandbox'],
      means: 'values of the tag environment',
    },
    classes: {
      default: ['public', 'internal', 'confidential', 'restricted'],
      means: 'values of the tag data-classification',
    },
    recoveryMinutes: { default: { '1': 60, '2': 240, '3': 1440, '4': 10_080 }, means: 'the longest rto, by tier' },
    lossMinutes: { default: { '1': 15, '2': 60, '3': 1440, '4': 10_080 }, means: 'the longest rpo, by tier' },
  },
  appliesTo: (resource) =>
    anyOf(...TAGS.map((tag) => () => resource.tag(tag) !== undefined)) || `has none of the tags ${TAGS.join(', ')}`,
  check(resource, { environments, classes, recoveryMinutes, lossMinutes }) {
    const isOneOf = (tag: string, allowed: readonly string[]) => (): Finding => {
      const value = resource.tag(tag);
      return must(
        value === undefined || allowed.includes(value),
        `has ${tag} ${value}, which is none of ${allowed.join(', ')}`,
        'tags',
      );
    };
    const isDuration = (tag: string) => (): Finding => {
      const value = resource.tag(tag);
      const isOne = value === undefined || parseDuration(value) !== undefined;
      return must(isOne, `has ${tag} ${value}, which is no duration such as 15min`, 'tags');
    };
    const isAtMost = (tag: string, limits: Readonly<Record<string, number>>) => (): Finding => {
      const seconds = parseDuration(resource.tag(tag) ?? '');
      const tier = tierOf(resource);
      const minutes = limits[tier ?? ''];
      if (seconds === undefined || minutes === undefined) return pass();
      return must(
        seconds <= minutes * 60,
        `has ${tag} ${resource.tag(tag)}; ${minutes}min is the longest of tier ${tier}`,
        'tags',
      );
    };
    const hasTier = (): Finding => {
      const isOne = resource.tag('tier') === undefined || Object.keys(recoveryMinutes).includes(tierOf(resource) ?? '');
      return must(
        isOne,
        `has tier ${resource.tag('tier')}, which is none of ${Object.keys(recoveryMinutes).join(', ')}`,
        'tags',
      );
    };
    const parts = [isOneOf('environment', environments), isOneOf('data-classification', classes), hasTier];
    const objectives = [
      isDuration('rto'),
      isDuration('rpo'),
      isAtMost('rto', recoveryMinutes),
      isAtMost('rpo', lossMinutes),
    ];
    return every([...parts, ...objectives], (part) => part());
  },
});
