import { UNKNOWN } from '../../../../src/lib/property.ts';
import { type Add, drop, type Given, type Mutation, pick, type RuleCase, set, stackOf } from '../build.ts';
import { ANY, deployed, managedElsewhere, OPEN, previewed, VPC } from './common.ts';

/** "Detector enabled in each used region with S3, RDS, Lambda, runtime features." */
const DETECTOR = 'aws:guardduty/detector:Detector';
const FEATURE = 'aws:guardduty/detectorFeature:DetectorFeature';
const FEATURES = {
  s3: 'S3_DATA_EVENTS',
  rds: 'RDS_LOGIN_EVENTS',
  lambda: 'LAMBDA_NETWORK_LOGS',
  runtime: 'RUNTIME_MONITORING',
} as const;

function detector(add: Add, enable: Given = true, name = 'detector', status: Given = 'ENABLED'): void {
  const made = add(DETECTOR, name, { enable });
  for (const [key, feature] of Object.entries(FEATURES))
    add(FEATURE, `${name}-${key}`, { detectorId: made.ref('id'), name: feature, status });
}

const good = 'a detector watches the region, with the features for S3, RDS, Lambda and what runs';
const judged = { name: 'detector', verdict: 'fail' } as const;
const feature = (key: keyof typeof FEATURES) =>
  ({ name: `detector-${key}`, verdict: ['fail', 'not-applicable'], isOptional: true }) as const;
/** A region without a detector is no resource's row; where the account's own stacks are perhaps not given it is not known. */
const missing = { verdict: ['fail', 'unknown'] } as const;
const estate = { verdict: ANY, isOptional: true } as const;

export const cases: readonly RuleCase[] = [
  { title: good, stacks: deployed((add) => detector(add)), expect: [{ name: 'detector', verdict: 'pass' }] },
  {
    title: 'the detector is switched off',
    stacks: deployed((add) => detector(add, false)),
    expect: [judged, estate],
  },
  {
    title: 'a feature is switched off',
    stacks: deployed((add) => detector(add, true, 'detector', 'DISABLED')),
    expect: [judged, ...(['s3', 'rds', 'lambda', 'runtime'] as const).map(feature), estate],
  },
  {
    title: 'a detector without features does not watch what runs',
    stacks: deployed((add) => void add(DETECTOR, 'detector', { enable: true })),
    expect: [{ name: 'detector', verdict: ['fail', 'unknown'] }, estate],
  },
  {
    title: 'a region in which something stands has no detector',
    stacks: [
      stackOf({ name: 'account' }, (add) => detector(add)),
      stackOf({ name: 'west', region: 'us-west-2' }, (add) => void add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' })),
    ],
    expect: [{ name: 'detector', verdict: ['pass', 'fail', 'unknown'] }, missing],
  },
  {
    title: 'each region has its own',
    stacks: [
      stackOf({ name: 'account' }, (add) => detector(add)),
      stackOf({ name: 'west', region: 'us-west-2' }, (add) => {
        add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' });
        detector(add, true, 'western');
      }),
    ],
    expect: [
      { name: 'detector', verdict: 'pass' },
      { name: 'western', verdict: 'pass' },
    ],
  },
  {
    title: 'nothing has a detector at all',
    stacks: deployed((add) => void add(VPC, 'vpc', { cidrBlock: '10.0.0.0/16' })),
    expect: [missing],
  },
  managedElsewhere(DETECTOR, { enable: true }),
  {
    title: 'in a first preview the edges tell whose features they are; what is not known is not decided',
    stacks: previewed((add) => {
      detector(add);
      detector(add, UNKNOWN, 'perhaps');
      detector(add, true, 'unread', UNKNOWN);
    }),
    expect: [
      { name: 'detector', verdict: 'pass' },
      { name: 'perhaps', verdict: OPEN },
      { name: 'unread', verdict: OPEN },
      ...['s3', 'rds', 'lambda', 'runtime'].map((key) => ({
        name: `unread-${key}`,
        verdict: ANY,
        isOptional: true as const,
      })),
      estate,
    ],
  },
];

export const mutations: readonly Mutation[] = [
  {
    of: good,
    edit: 'the detector is switched off',
    mutate: (stacks) => set(pick(stacks, 'detector'), { enable: false }),
    expect: [judged, estate],
  },
  ...(['s3', 'rds', 'lambda', 'runtime'] as const).map(
    (key): Mutation => ({
      of: good,
      edit: `the feature ${FEATURES[key]} is switched off`,
      mutate: (stacks) => set(pick(stacks, `detector-${key}`), { status: 'DISABLED' }),
      expect: [judged, feature(key), estate],
    }),
  ),
  {
    of: good,
    edit: 'the feature for what runs is taken away',
    mutate: (stacks) => drop(stacks, 'detector-runtime'),
    expect: [judged, estate],
  },
  {
    of: good,
    edit: 'the feature for S3 is taken away',
    mutate: (stacks) => drop(stacks, 'detector-s3'),
    expect: [{ name: 'detector', verdict: ['fail', 'unknown'] }, estate],
  },
];
