import { every, firstOf, must, pass, type Resource, rule } from 'evenkeel/policy';

const TARGET = 'aws:appautoscaling/target:Target';
const POLICY = 'aws:appautoscaling/policy:Policy';

export const red16 = rule({
  id: 'RED-16',
  title: 'A table is billed on demand, or scales what it reads and what it writes',
  why: 'A table of fixed capacity throttles its clients when load comes that nobody foresaw.',
  remedy: 'Set `billingMode` to `PAY_PER_REQUEST`, or add a scaling target and a policy for reads and for writes.',
  severity: 'medium',
  types: ['aws:dynamodb/table:Table'],
  reads: [TARGET, POLICY],
  decidedAt: 'deployed',
  cannotSee: ['the capacity of the table’s indices', 'limits of the account that stop the scaling'],
  parameters: {},
  check(table, _, { estate }) {
    if (table.readOr('billingMode', 'PROVISIONED') === 'PAY_PER_REQUEST') return pass();
    return every(['Read', 'Write'], (what) =>
      every([TARGET, POLICY], (type) => {
        const wanted = `${table.region} table/${table.need('name')} dynamodb:table:${what}CapacityUnits`;
        const isThere = () => firstOf(estate.having(type, scaledBy, wanted), () => true) !== undefined;
        return must(
          isThere,
          `has no scaling ${type === TARGET ? 'target' : 'policy'} for what it ${what.toLowerCase()}s`,
        );
      }),
    );
  },
});

function scaledBy(scaling: Resource): string {
  return `${scaling.region} ${scaling.text('resourceId')} ${scaling.text('scalableDimension')}`;
}
