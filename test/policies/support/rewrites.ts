import type { PropertyMap, PropertyValue } from '../../../src/lib/property.ts';
import type { MutableResource, MutableStack } from '../cases/build.ts';

/** The same program in another idiom of the SDK. Answers whether there was anything to rewrite. */
export type Rewrite = (stacks: MutableStack[]) => boolean;

/** By what it does. Resources may come or go; those that stay keep their names. */
export const REWRITES: Readonly<Record<string, Rewrite>> = {
  'balancers are of aws:alb': renamed((type) => type.replace(/^aws:lb\//, 'aws:alb/')),
  'balancers are of the oldest name': renamed((type) => type.replace(/^aws:lb\//, 'aws:elasticloadbalancingv2/')),
  'buckets and their companions are of version 2': renamed((type) => {
    const [, file, name] = /^aws:s3\/(bucket\w*):(Bucket\w*)$/.exec(type) ?? [];
    return file !== undefined && TWINS.has(file) ? `aws:s3/${file}V2:${name}V2` : type;
  }),
  'companions of buckets are inside of them': companionsInside,
  'rules of groups stand by themselves': rulesOutside,
  'rules that stand by themselves have one source each': rulesOfOneSource,
};

/** Types of S3 that @pulumi/aws 7.48.0 knows as `…V2`, too. */
const TWINS = new Set([
  'bucket',
  'bucketLifecycleConfiguration',
  'bucketLogging',
  'bucketObjectLockConfiguration',
  'bucketServerSideEncryptionConfiguration',
  'bucketVersioning',
]);

function renamed(rename: (type: string) => string): Rewrite {
  return (stacks) => {
    const types = new Set(stacks.flatMap(({ resources }) => resources.map(({ type }) => type)));
    const changed = [...types].filter((type) => rename(type) !== type);
    const again = (text: string) =>
      changed.reduce((all, type) => all.replaceAll(`::${type}::`, `::${rename(type)}::`), text);
    for (const stack of stacks) {
      stack.resources = stack.resources.map((one) => ({
        ...one,
        urn: again(one.urn),
        type: rename(one.type),
        ...(one.parent !== undefined && { parent: again(one.parent) }),
        dependencies: (one.dependencies ?? []).map(again),
        propertyDependencies: Object.fromEntries(
          Object.entries(one.propertyDependencies ?? {}).map(([key, urns]) => [key, (urns ?? []).map(again)]),
        ),
      }));
    }
    return changed.length > 0;
  };
}

type Inline = (companion: PropertyMap) => Readonly<Record<string, PropertyValue>> | undefined;

/** By the type of a companion, what it is inside of its bucket; `undefined` where it has no form there. */
const INLINE: Readonly<Record<string, Inline>> = {
  'aws:s3/bucketVersioning:BucketVersioning': ({ versioningConfiguration: given }) => {
    const status = partOf(given, 'status');
    return typeof status === 'string' && status.length < 12
      ? { versioning: { enabled: status === 'Enabled' } }
      : undefined;
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': ({ rules }) => {
    const [rule, ...others] = Array.isArray(rules) ? rules : [];
    return rule === undefined || others.length > 0 ? undefined : { serverSideEncryptionConfiguration: { rule } };
  },
  'aws:s3/bucketPolicy:BucketPolicy': ({ policy }) => (policy === undefined ? undefined : { policy }),
  'aws:s3/bucketLogging:BucketLogging': ({ targetBucket, targetPrefix }) =>
    targetBucket === undefined ? undefined : { logging: { targetBucket, targetPrefix: targetPrefix ?? '' } },
};

function companionsInside(stacks: MutableStack[]): boolean {
  let count = 0;
  for (const stack of stacks) {
    for (const companion of stack.resources.filter(({ type }) => INLINE[type] !== undefined)) {
      const [urn, ...others] = companion.propertyDependencies?.['bucket'] ?? [];
      const bucket = stack.resources.find((one) => one.urn === urn && one.type === 'aws:s3/bucket:Bucket');
      const given = readable(() => INLINE[companion.type]?.(companion.inputs ?? {}));
      if (bucket === undefined || others.length > 0 || given === undefined || companion.external === true) continue;
      const [property = ''] = Object.keys(given);
      if (bucket.inputs?.[property] !== undefined) continue;
      bucket.inputs = { ...bucket.inputs, ...given };
      bucket.outputs = { ...bucket.outputs, ...given };
      const edges = Object.entries(companion.propertyDependencies ?? {}).flatMap(([key, urns]) =>
        key === 'bucket' ? [] : (urns ?? []),
      );
      bucket.propertyDependencies = { ...bucket.propertyDependencies, [property]: edges };
      stack.resources = stack.resources.filter((one) => one !== companion);
      count++;
    }
  }
  return count > 0;
}

const GROUP = 'aws:ec2/securityGroup:SecurityGroup';
const RULE = 'aws:ec2/securityGroupRule:SecurityGroupRule';
const INGRESS_RULE = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';

/** Inline rules of groups that are known become `SecurityGroupRule`s. */
function rulesOutside(stacks: MutableStack[]): boolean {
  let count = 0;
  for (const stack of stacks) {
    for (const group of stack.resources.filter(({ type, external }) => type === GROUP && external !== true)) {
      const ingress = readable(() => group.inputs?.['ingress']);
      if (!Array.isArray(ingress) || ingress.length === 0) continue;
      const { ingress: _, ...inputs } = group.inputs ?? {};
      const { ingress: __, ...outputs } = group.outputs ?? {};
      const edges = group.propertyDependencies?.['ingress'] ?? [];
      if (edges.length > 0) continue;
      group.inputs = inputs;
      group.outputs = outputs;
      for (const [index, rule] of ingress.entries()) {
        const own = { ...(rule as PropertyMap), type: 'ingress' };
        stack.resources.push(ruleOf(RULE, group, `${group.urn.split('::').at(-1)}-outside-${index}`, own));
        count++;
      }
    }
  }
  return count > 0;
}

/** `SecurityGroupRule`s of one range become `SecurityGroupIngressRule`s. */
function rulesOfOneSource(stacks: MutableStack[]): boolean {
  let count = 0;
  for (const stack of stacks) {
    stack.resources = stack.resources.map((rule) => {
      if (rule.type !== RULE || rule.external === true) return rule;
      const given = readable(() => ({ ...rule.inputs }) as PropertyMap) ?? {};
      const { type, protocol, fromPort, toPort, securityGroupId } = given;
      const [v4, v6] = [given['cidrBlocks'], given['ipv6CidrBlocks']].map((list) => (Array.isArray(list) ? list : []));
      const ranges = [...(v4 ?? []), ...(v6 ?? [])];
      const others = ['prefixListIds', 'sourceSecurityGroupId', 'self'].some((key) => given[key] !== undefined);
      const isWhole = typeof given['cidrBlocks'] !== 'string' && typeof given['ipv6CidrBlocks'] !== 'string';
      if (type !== 'ingress' || ranges.length !== 1 || others || !isWhole) return rule;
      count++;
      const source = v4?.length === 1 ? { cidrIpv4: ranges[0] ?? null } : { cidrIpv6: ranges[0] ?? null };
      const ports = { ipProtocol: protocol ?? null, fromPort: fromPort ?? null, toPort: toPort ?? null };
      const properties = { securityGroupId: securityGroupId ?? null, ...ports, ...source };
      return {
        ...rule,
        type: INGRESS_RULE,
        urn: rule.urn.replace(RULE, INGRESS_RULE),
        inputs: properties,
        outputs: properties,
        propertyDependencies: { securityGroupId: rule.propertyDependencies?.['securityGroupId'] ?? [] },
      };
    });
  }
  return count > 0;
}

function ruleOf(type: string, group: MutableResource, name: string, own: PropertyMap): MutableResource {
  const properties = { ...own, securityGroupId: group.outputs?.['id'] ?? group.id ?? null };
  return {
    ...group,
    type,
    urn: group.urn.replace(/::[^:]+:[^:]+:[^:]+::[^:]*$/, `::${type}::${name}`),
    ...(group.id !== undefined && { id: `rule-${name}` }),
    inputs: properties,
    outputs: properties,
    dependencies: [group.urn],
    propertyDependencies: { securityGroupId: [group.urn] },
  };
}

/** What a fixture whose reading throws does not have. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function partOf(value: PropertyValue | undefined, key: string): PropertyValue | undefined {
  return typeof value === 'object' && value !== null ? (value as PropertyMap)[key] : undefined;
}
