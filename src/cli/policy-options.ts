import type { OptionRow } from './command.ts';

/** Options of the commands that judge a preview by policy packs. */
export const POLICY_OPTIONS: readonly OptionRow[] = [
  {
    name: 'pack',
    value: 'NAME',
    repeated: true,
    summary: 'also judge by this pack of Evenkeel: tier-1, or one of a framework, such as cis-aws-5.0 or soc-2',
  },
  { name: 'without-pack', value: 'NAME', repeated: true, summary: 'switch a policy pack off that is on: baseline' },
  { name: 'disable-policy', value: 'ID', repeated: true, summary: 'switch one control of the packs off, by its id' },
  { name: 'policy-pack', value: 'DIR', repeated: true, summary: 'also judge by this CrossGuard pack (a folder)' },
  {
    name: 'policy-pack-config',
    value: 'FILE.json',
    repeated: true,
    summary: 'configuration of the packs of --policy-pack, in their order',
  },
];
