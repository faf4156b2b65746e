import { has, missing, pass, rule, together } from 'evenkeel/policy';
import * as facts from '../../facts/spend.ts';

const ADDRESS = 'aws:ec2/eip:Eip';
const VOLUME = 'aws:ebs/volume:Volume';
const HOST = 'aws:ec2/instance:Instance';

export const tag04 = rule({
  id: 'TAG-04',
  title: 'Nothing is paid for that nothing uses, and nothing of yesterday’s prices',
  why: 'Addresses, volumes and balancers that nobody uses cost as much as those that work, and nobody notices.',
  remedy: 'Attach it or delete it; move to a class of today, and from gp2 to gp3.',
  severity: 'low',
  types: [ADDRESS, VOLUME, facts.BALANCER, HOST],
  reads: facts.READ_FOR_USE,
  decidedAt: 'deployed',
  cannotSee: [
    'what a program of another tool attaches, such as the controller of a Kubernetes cluster',
    'what is used and hardly loaded',
  ],
  parameters: {},
  check: {
    [ADDRESS]: (address, _, { estate }) => (facts.isAssociated(address) ? pass() : missing(estate, 'is on nothing')),
    [VOLUME]: together(
      (volume, _, { estate }) =>
        has(volume, facts.ATTACHED_VOLUME, 'volumeId') ? pass() : missing(estate, 'is attached to nothing'),
      (volume) => facts.isNotGp2(volume.readOr('type', 'gp2'), 'type'),
    ),
    [facts.BALANCER]: (balancer, _, { estate }) => facts.leadsSomewhere(balancer, estate),
    [HOST]: facts.isOfToday,
  },
});
