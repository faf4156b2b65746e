import type { Rule } from 'evenkeel/policy';
import { red01 } from './RED-01-balancer-zones.ts';
import { red02 } from './RED-02-classic-balancer.ts';
import { red03 } from './RED-03-cross-zone.ts';
import { red04 } from './RED-04-deletion-protection.ts';
import { red05 } from './RED-05-targets.ts';
import { red06 } from './RED-06-health-check.ts';
import { red07 } from './RED-07-encrypted-listeners.ts';
import { red08 } from './RED-08-fleet-zones.ts';
import { red09 } from './RED-09-fleet-headroom.ts';
import { red10 } from './RED-10-fleet-health.ts';
import { red11 } from './RED-11-database-standby.ts';
import { red12 } from './RED-12-cluster-members.ts';
import { red13 } from './RED-13-subnet-groups.ts';
import { red14 } from './RED-14-cache-failover.ts';
import { red15 } from './RED-15-search-nodes.ts';
import { red16 } from './RED-16-table-capacity.ts';
import { red17 } from './RED-17-nat-zone.ts';
import { red18 } from './RED-18-compute-zones.ts';
import { red19 } from './RED-19-name-routing.ts';
import { red20 } from './RED-20-single-point.ts';

export const REDUNDANCY: readonly Rule[] = [
  red01,
  red02,
  red03,
  red04,
  red05,
  red06,
  red07,
  red08,
  red09,
  red10,
  red11,
  red12,
  red13,
  red14,
  red15,
  red16,
  red17,
  red18,
  red19,
  red20,
];
