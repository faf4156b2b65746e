import { missing, must, rule, some } from 'evenkeel/policy';

const FLOW_LOG = 'aws:ec2/flowLog:FlowLog';

export const net05 = rule({
  id: 'NET-05',
  title: 'Every VPC has a flow log of what is rejected, or of everything',
  why: 'Who tried to reach what, and from where, is known afterwards from the flow log or not at all.',
  remedy: 'Add an `ec2.FlowLog` for the VPC with `trafficType` REJECT or ALL.',
  severity: 'medium',
  types: ['aws:ec2/vpc:Vpc'],
  reads: [FLOW_LOG],
  decidedAt: 'preview',
  cannotSee: [
    'flow logs of subnets or interfaces, which may together be all of the VPC',
    'whether the log arrives: the role and the destination',
  ],
  parameters: { kinds: { default: ['ALL', 'REJECT'], means: 'kinds of traffic of which one must be logged' } },
  check(vpc, { kinds }, { estate }) {
    const logs = vpc.from(FLOW_LOG, 'vpcId');
    if (logs.length === 0) return missing(estate, 'has no flow log');
    return some(logs, (log) =>
      must(() => kinds.includes(String(log.need('trafficType'))), `has a flow log of ${log.need('trafficType')} only`),
    );
  },
});
