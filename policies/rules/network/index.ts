import type { Rule } from 'evenkeel/policy';
import { net01 } from './NET-01-administration-ports.ts';
import { net02 } from './NET-02-open-ports.ts';
import { net03 } from './NET-03-default-group.ts';
import { net04 } from './NET-04-network-acl.ts';
import { net05 } from './NET-05-flow-log.ts';
import { net06 } from './NET-06-public-addresses.ts';
import { net07 } from './NET-07-instance-metadata.ts';
import { net08 } from './NET-08-web-acl.ts';
import { net09 } from './NET-09-web-acl-rules.ts';
import { net10 } from './NET-10-network-firewall.ts';
import { net11 } from './NET-11-threat-detection.ts';
import { net12 } from './NET-12-private-databases.ts';
import { net13 } from './NET-13-public-access.ts';
import { net14 } from './NET-14-public-functions.ts';

export const NETWORK: readonly Rule[] = [
  net01,
  net02,
  net03,
  net04,
  net05,
  net06,
  net07,
  net08,
  net09,
  net10,
  net11,
  net12,
  net13,
  net14,
];
