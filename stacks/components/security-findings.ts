import { Analyzer } from '@pulumi/aws/accessanalyzer/analyzer.js';
import { Enabler } from '@pulumi/aws/inspector2/enabler.js';
import { Account as SecurityHub } from '@pulumi/aws/securityhub/account.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { type Account, accountTags } from '../layout/account.ts';

/** What looks for weaknesses in a region: Security Hub with its standards, Inspector, the analyzer of who can reach what from outside. */
export class SecurityFindings extends ComponentResource {
  constructor(name: string, args: { readonly account: Account }, options: ComponentResourceOptions) {
    super('evenkeel:component:SecurityFindings', name, {}, options);
    const { account } = args;
    new SecurityHub(
      `${name}-hub`,
      { enableDefaultStandards: true, autoEnableControls: true, controlFindingGenerator: 'SECURITY_CONTROL' },
      { parent: this },
    );
    new Enabler(
      `${name}-inspector`,
      { accountIds: [account.id], resourceTypes: ['EC2', 'ECR', 'LAMBDA'] },
      { parent: this },
    );
    new Analyzer(
      `${name}-access`,
      { analyzerName: account.name, type: 'ACCOUNT', tags: accountTags(account, 'security-findings') },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
