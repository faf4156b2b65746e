import { Budget } from '@pulumi/aws/budgets/budget.js';
import { AnomalyMonitor } from '@pulumi/aws/costexplorer/anomalyMonitor.js';
import { AnomalySubscription } from '@pulumi/aws/costexplorer/anomalySubscription.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi';
import { nameAt, type Place } from '../layout/place.ts';
import { tagsOf } from '../layout/tags.ts';

/**
 * Tells the team by mail when the month of a system threatens to cost more than its file allows, where it says, and when a day costs unlike the days before it. Found by
 * the tag `service`, which the account has to have made a cost allocation tag.
 */
export class CostWatch extends ComponentResource {
  constructor(name: string, place: Place, options: ComponentResourceOptions) {
    super('evenkeel:component:CostWatch', name, {}, options);
    const { system } = place;
    const { email } = system.owner;
    const tags = tagsOf(place, 'cost-watch');
    const limit = system.monthlyBudget;
    if (limit !== undefined) {
      new Budget(
        `${name}-budget`,
        {
          name: nameAt(place, 'budget'),
          budgetType: 'COST',
          timeUnit: 'MONTHLY',
          limitUnit: 'USD',
          limitAmount: String(limit),
          costFilters: [{ name: 'TagKeyValue', values: [`user:service$${system.system}`] }],
          notifications: [
            {
              notificationType: 'FORECASTED',
              comparisonOperator: 'GREATER_THAN',
              threshold: 100,
              thresholdType: 'PERCENTAGE',
              subscriberEmailAddresses: [email],
            },
          ],
          tags,
        },
        { parent: this },
      );
    }
    const monitor = new AnomalyMonitor(
      `${name}-monitor`,
      {
        name: nameAt(place, 'costMonitor'),
        monitorType: 'CUSTOM',
        monitorSpecification: JSON.stringify({
          Tags: { Key: 'service', MatchOptions: ['EQUALS'], Values: [system.system] },
        }),
        tags,
      },
      { parent: this },
    );
    new AnomalySubscription(
      `${name}-anomalies`,
      {
        name: nameAt(place, 'costMonitor', 'anomalies'),
        frequency: 'DAILY',
        monitorArnLists: [monitor.arn],
        subscribers: [{ type: 'EMAIL', address: email }],
        thresholdExpression: {
          dimension: {
            key: 'ANOMALY_TOTAL_IMPACT_PERCENTAGE',
            matchOptions: ['GREATER_THAN_OR_EQUAL'],
            values: ['20'],
          },
        },
        tags,
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
