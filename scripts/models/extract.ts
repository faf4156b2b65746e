import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ServiceName } from '../../src/twin/call.ts';
import type { ModelFile, OperationModel, ServiceFacts } from '../../src/twin/wire/model/file.ts';
import { isSchema, type Schema, SchemaType, traitsOf } from './schema.ts';
import { ShapeCollector } from './shapes.ts';

/** The SDK package of each service. */
export const PACKAGES: Readonly<Record<ServiceName, string>> = {
  acm: '@aws-sdk/client-acm',
  autoscaling: '@aws-sdk/client-auto-scaling',
  backup: '@aws-sdk/client-backup',
  cloudwatch: '@aws-sdk/client-cloudwatch',
  dynamodb: '@aws-sdk/client-dynamodb',
  ec2: '@aws-sdk/client-ec2',
  elbv2: '@aws-sdk/client-elastic-load-balancing-v2',
  events: '@aws-sdk/client-eventbridge',
  iam: '@aws-sdk/client-iam',
  kms: '@aws-sdk/client-kms',
  lambda: '@aws-sdk/client-lambda',
  rds: '@aws-sdk/client-rds',
  resourcegroupstaggingapi: '@aws-sdk/client-resource-groups-tagging-api',
  route53: '@aws-sdk/client-route-53',
  secretsmanager: '@aws-sdk/client-secrets-manager',
  sts: '@aws-sdk/client-sts',
};

/**
 * The model of the named operations of a service, from the schemas of the installed SDK package. Throws on an operation
 * that the package does not have and on everything in the schemas that the wire does not implement.
 */
export async function extractModel(service: ServiceName, operations: readonly string[]): Promise<ModelFile> {
  const sdk = (await import(PACKAGES[service])) as Record<string, unknown>;
  const shapes = new ShapeCollector();
  const schemas = schemasOf(sdk);
  const errors = schemas
    .filter(([type, namespace]) => type === SchemaType.error && !namespace.startsWith('smithy.ts.sdk.synthetic'))
    .map((schema) => shapes.add(schema, service))
    .sort();
  const models: Record<string, OperationModel> = {};
  for (const name of [...operations].sort()) {
    const schema = schemas.find((candidate) => candidate[0] === SchemaType.operation && candidate[2] === name);
    if (!schema) throw new Error(`${PACKAGES[service]} has no operation ${name}`);
    const { http } = traitsOf(schema[3], `${service}.${name}`);
    models[name] = {
      input: shapes.add(schema[4], `${service}.${name}`),
      output: shapes.add(schema[5], `${service}.${name}`),
      ...(http === undefined ? {} : { http }),
    };
  }
  const facts = await serviceFacts(service, sdk);
  refusePayloadsInXml(facts, shapes.sorted());
  return { about: about(facts), ...facts, operations: models, errors, shapes: shapes.sorted() };
}

/** The names of all operations of a service, sorted. */
export async function operationNames(service: ServiceName): Promise<string[]> {
  const sdk = (await import(PACKAGES[service])) as Record<string, unknown>;
  return schemasOf(sdk)
    .filter(([type]) => type === SchemaType.operation)
    .map(([, , name]) => name)
    .sort();
}

function schemasOf(sdk: Readonly<Record<string, unknown>>): Schema[] {
  return Object.entries(sdk).flatMap(([key, value]) => (key.endsWith('$') && isSchema(value) ? [value] : []));
}

/** The facts that `models/services.json` holds, out of a whole model. */
export function factsOf(model: ModelFile): ServiceFacts {
  const { about: _about, operations: _operations, errors: _errors, shapes: _shapes, ...facts } = model;
  return facts;
}

/** Of the REST protocols only the JSON one implements members that are the whole body. */
function refusePayloadsInXml({ service, protocol }: ServiceFacts, shapes: ModelFile['shapes']): void {
  const hasPayload = Object.values(shapes).some(({ members }) =>
    Object.values(members ?? {}).some((member) => typeof member === 'object' && member.payload),
  );
  if (protocol === 'restXml' && hasPayload) throw new Error(`${service}: the wire does not implement payloads in XML`);
}

function about({ package: name, sdkVersion }: ServiceFacts): string {
  return (
    `Made by scripts/models.ts from the schemas in ${name} ${sdkVersion} (Apache-2.0, Copyright Amazon.com, Inc. or its ` +
    'affiliates): the operations that the twin serves, reduced to what is on the wire. Do not edit.'
  );
}

/** Facts that are not in the schemas: the resolved configuration of a client carries them. */
async function serviceFacts(service: ServiceName, sdk: Record<string, unknown>): Promise<ServiceFacts> {
  const Client = sdk[Object.keys(sdk).find((key) => /^[A-Z]\w*Client$/.test(key)) ?? ''] as ClientClass;
  const { config } = new Client({ region: 'us-east-1', credentials: { accessKeyId: 'TWIN', secretAccessKey: 'TWIN' } });
  const settings = config.protocolSettings;
  const [auth] = config.httpAuthSchemeProvider({ region: 'us-east-1', Region: 'us-east-1', operation: '' });
  const signingName = auth?.signingProperties.name;
  if (!signingName) throw new Error(`${service}: the client's configuration names no signing name`);
  return {
    service,
    package: PACKAGES[service],
    sdkVersion: packageVersion(PACKAGES[service]),
    signingName,
    target: settings.serviceTarget,
    version: settings.version,
    namespace: settings.defaultNamespace,
    ...(settings.xmlNamespace === undefined ? {} : { xmlNamespace: settings.xmlNamespace }),
    protocol: config.protocol.getShapeId().split('#')[1] ?? '',
    ...(settings.awsQueryCompatible ? { queryCompatible: true } : {}),
  };
}

type ClientClass = new (
  config: object,
) => {
  config: {
    protocolSettings: {
      serviceTarget: string;
      version: string;
      defaultNamespace: string;
      xmlNamespace?: string;
      awsQueryCompatible?: boolean;
    };
    protocol: { getShapeId(): string };
    httpAuthSchemeProvider(parameters: object): { signingProperties: { name?: string } }[];
  };
};

function packageVersion(name: string): string {
  const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
