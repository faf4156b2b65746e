import { every, must, notApplicable, pass, type Resource, rule } from 'evenkeel/policy';
import { inEachRegion } from '../../facts/each-region.ts';

const HUB = 'aws:securityhub/account:Account';
const INSPECTOR = 'aws:inspector2/enabler:Enabler';
const ANALYZER = 'aws:accessanalyzer/analyzer:Analyzer';

export const mon09 = rule({
  id: 'MON-09',
  title: 'Security Hub, Inspector and an access analyzer are on in each region',
  why: 'They find what a program does not say: a package with a hole, a role that a stranger may take.',
  remedy:
    'Declare `securityhub.Account`, `inspector2.Enabler` with the types of `resourceTypes`, and an `accessanalyzer.Analyzer` of type `ACCOUNT` or `ORGANIZATION`, in each region.',
  severity: 'medium',
  types: [HUB, INSPECTOR, ANALYZER],
  decidedAt: 'deployed',
  cannotSee: [
    'services that an administrator of the organisation switches on',
    'regions in which the stacks given have nothing',
    'whether anybody reads the findings',
  ],
  parameters: { resourceTypes: { default: ['EC2', 'ECR'], means: 'what Inspector looks at' } },
  check: {
    [HUB]: () => pass(),
    [INSPECTOR]: (inspector, { resourceTypes }) =>
      every(resourceTypes, (type) => must(() => looksAt(inspector, type), `does not look at ${type}`, 'resourceTypes')),
    [ANALYZER]: (analyzer) => (isOfOutside(analyzer) ? pass() : notApplicable('looks for access that nobody uses')),
  },
  checkEstate: (estate, { resourceTypes }) =>
    every(
      [
        () => inEachRegion(estate, HUB, 'Security Hub'),
        ...resourceTypes.map(
          (type) => () => inEachRegion(estate, INSPECTOR, `Inspector of ${type}`, (one) => looksAt(one, type)),
        ),
        () => inEachRegion(estate, ANALYZER, 'analyzer of outside access', isOfOutside),
      ],
      (part) => part(),
    ),
});

function looksAt(inspector: Resource, type: string): boolean {
  return inspector.texts('resourceTypes').includes(type);
}

/** The other types look for access that is not used, or that is internal. Source: CreateAnalyzer, Access Analyzer API reference (read 2026-11). */
function isOfOutside(analyzer: Resource): boolean {
  return ['ACCOUNT', 'ORGANIZATION'].includes(String(analyzer.readOr('type', 'ACCOUNT')));
}
