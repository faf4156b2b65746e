import { every, fail, firstOf, notApplicable, pass, rule, Undecided } from 'evenkeel/policy';
import { ACL, ACL_RULE, entriesOf, entryOfRule, opens } from '../../facts/network-acl.ts';

export const net04 = rule({
  id: 'NET-04',
  title: 'No network ACL lets everyone reach SSH or RDP',
  why: 'The ACL is what still holds when somebody opens a security group in a hurry.',
  remedy: 'Allow the ports to your own ranges, or deny them to everyone by a line with a lower number.',
  severity: 'medium',
  types: [ACL, ACL_RULE],
  decidedAt: 'preview',
  cannotSee: [
    'everyone by two ranges, such as 0.0.0.0/1 and 128.0.0.0/1, allowed or denied',
    'the ACL that AWS makes with each VPC, which Security Hub EC2.21 leaves out too',
  ],
  parameters: { ports: { default: [22, 3389], means: 'ports of TCP that no line may allow everyone' } },
  check: {
    [ACL]: (acl, { ports }) => {
      const entries = entriesOf(acl);
      return every(entries, (entry) => {
        const port = firstOf(ports, (one) => opens(entry, one, entries));
        return port === undefined ? pass() : fail(`lets ${entry.anywhere()} reach port ${port}`, 'ingress');
      });
    },
    [ACL_RULE]: (line, { ports }) => {
      const own = entryOfRule(line);
      if (!own.isInward()) return notApplicable('is of what leaves');
      const port = firstOf(ports, (one) => opens(own, one, []));
      if (port === undefined) return pass();
      const acl = line.to('networkAclId', ACL);
      if (!acl?.isSeen) throw new Undecided('networkAclId', 'the lines before it are in none of the checkpoints');
      const isOpen = opens(own, port, entriesOf(acl));
      return isOpen ? fail(`lets ${own.anywhere()} reach port ${port}`) : pass();
    },
  },
});
